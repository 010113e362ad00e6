package dev.parkway.service;

import picocli.CommandLine.ITypeConverter;

/** Reads a port to listen on; 0 asks for a free one. */
public final class PortConverter implements ITypeConverter<Integer> {

    private static final int MAX = 65_535;

    /** Creates the converter; picocli does. */
    public PortConverter() {}

    @Override
    public Integer convert(String text) {
        return WholeNumber.within(text, 0, MAX, "port");
    }
}
