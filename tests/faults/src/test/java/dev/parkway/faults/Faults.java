package dev.parkway.faults;

/** Decides what goes wrong on a client's way to its server. Asked by one thread at a time. */
@FunctionalInterface
interface Faults {

    /** Decides what becomes of the so-and-so-many-th crossing, from 1, over all streams. */
    Fault at(long number, Crossing crossing);
}
