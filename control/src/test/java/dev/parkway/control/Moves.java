package dev.parkway.control;

/** Takes the states to which one state of the session model leads. */
@FunctionalInterface
interface Moves {

    /**
     * Takes one.
     *
     * @param who moves
     * @param what happens, where # stands for the number
     * @param number of a connection or of an attach
     * @param next the state thereafter
     */
    void add(ModelSide who, String what, int number, ModelState next);
}
