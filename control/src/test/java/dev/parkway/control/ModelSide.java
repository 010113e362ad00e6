package dev.parkway.control;

/** A process of the session model. */
enum ModelSide {
    CLIENT(0, "client"), SERVER(1, "server");

    private final int index;
    private final String word;

    ModelSide(int index, String word) {
        this.index = index;
        this.word = word;
    }

    /** Where the side's bytes stand: the client's first. */
    int index() {
        return index;
    }

    ModelSide other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    @Override
    public String toString() {
        return word;
    }
}
