package dev.parkway.service;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time that cannot be nothing. */
public final class PositiveDurationConverter implements ITypeConverter<Duration> {

    /** Creates the converter; picocli does. */
    public PositiveDurationConverter() {}

    @Override
    public Duration convert(String text) {
        Duration time = new DurationConverter().convert(text);
        if (time.isZero()) {
            throw new TypeConversionException("'" + text + "' is no time at all; allowed are 1ms and more");
        }
        return time;
    }
}
