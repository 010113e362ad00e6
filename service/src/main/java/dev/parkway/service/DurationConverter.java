package dev.parkway.service;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as people write it: {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1h}, {@code 0}. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)|0");

    /** Creates the converter; picocli does. */
    public DurationConverter() {}

    @Override
    public Duration convert(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no time; allowed are 0 or a whole number with ms, s, m or h, as in 500ms");
        }
        if (matcher.group(1) == null) {
            return Duration.ZERO;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
