package dev.parkway.points;

/** A program with points. */
final class Alone {

    private Alone() {}

    public static void main(String[] arguments) {
        SyncPoint.reached("written");
        SyncPoint.waitFor("peer:read");
        System.out.println("done");
    }
}
