package dev.parkway.script;

/**
 * A word of a text and where it stands.
 *
 * @param text the word
 * @param line its line, from 1
 */
record Word(String text, int line) {}
