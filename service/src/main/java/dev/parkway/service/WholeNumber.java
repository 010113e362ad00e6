package dev.parkway.service;

import picocli.CommandLine.TypeConversionException;

/** Reads a whole number within bounds, or says what is allowed. */
final class WholeNumber {

    private WholeNumber() {}

    static int within(String text, int min, int max, String what) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of bounds.
        }
        throw new TypeConversionException(
                "'" + text + "' is no " + what + "; allowed are whole numbers from " + min + " to " + max);
    }
}
