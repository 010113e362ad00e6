package dev.parkway.service;

import picocli.CommandLine.ITypeConverter;

/** Reads how many of something there may be: one at least. */
public final class CountConverter implements ITypeConverter<Integer> {

    /** The most that may be asked for. */
    public static final int MAX = 1_000_000_000;

    /** Creates the converter; picocli does. */
    public CountConverter() {}

    @Override
    public Integer convert(String text) {
        return WholeNumber.within(text, 1, MAX, "count");
    }
}
