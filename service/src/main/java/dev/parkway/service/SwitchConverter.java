package dev.parkway.service;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whether something is on. */
final class SwitchConverter implements ITypeConverter<Boolean> {

    @Override
    public Boolean convert(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new TypeConversionException(
                    "'" + text + "' is neither of the two that are allowed, true and false");
        };
    }
}
