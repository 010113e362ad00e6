package dev.parkway.examples;

import dev.parkway.points.SyncPoint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sells each seat once, or should: a file for each seat that is taken, in a folder that several processes share.
 *
 * <p>There are two of it. The careless one has a race: who looks before another has booked takes the same seat. A test
 * that merely runs two of them meets it once in a long while; one that states when each looks and books, each time.
 */
@FunctionalInterface
interface BoxOffice {

    /** Books a seat for somebody; says whether it was free. */
    boolean book(Path seat, String name) throws IOException;

    /** As it was first written. */
    static boolean carelessly(Path seat, String name) throws IOException {
        if (Files.exists(seat)) {
            return false;
        }
        SyncPoint.reached("looked");
        SyncPoint.reached("booking");
        Files.writeString(seat, name);
        return true;
    }

    /** With the race mended: the file system looks and books in one step. */
    static boolean carefully(Path seat, String name) throws IOException {
        if (Files.exists(seat)) {
            return false;
        }
        SyncPoint.reached("looked");
        SyncPoint.reached("booking");
        try {
            Files.writeString(seat, name, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Books one seat: {@code carelessly|carefully FILE NAME}. */
    static void main(String[] arguments) throws IOException {
        BoxOffice office = arguments[0].equals("carelessly") ? BoxOffice::carelessly : BoxOffice::carefully;
        boolean booked = office.book(Path.of(arguments[1]), arguments[2]);
        System.out.println(arguments[2] + (booked ? " has the seat" : " comes too late"));
    }
}
