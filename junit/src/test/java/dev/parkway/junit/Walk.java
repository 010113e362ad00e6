package dev.parkway.junit;

import dev.parkway.points.SyncPoint;

/** A program that goes by points, each of its arguments one: {@code written} to pass, {@code ?read} to wait for. */
final class Walk {

    private Walk() {}

    public static void main(String[] arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("?")) {
                SyncPoint.waitFor(argument.substring(1));
            } else {
                SyncPoint.reached(argument);
            }
            System.out.println(argument);
        }
    }
}
