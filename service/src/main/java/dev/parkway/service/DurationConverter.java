package dev.parkway.service;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as people write it: {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1h}, {@code 0}; a year at most. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)|0");

    /** More than anybody waits, and far from where sums of nanoseconds overflow. */
    private static final Duration MAX = Duration.ofDays(365);

    /** Creates the converter; picocli does. */
    public DurationConverter() {}

    @Override
    public Duration convert(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw mistake(text);
        }
        if (matcher.group(1) == null) {
            return Duration.ZERO;
        }
        Duration time = time(Long.parseLong(matcher.group(1)), matcher.group(2));
        if (time.compareTo(MAX) > 0) {
            throw mistake(text);
        }
        return time;
    }

    private static Duration time(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static TypeConversionException mistake(String text) {
        return new TypeConversionException(
                "'" + text + "' is no time; allowed are 0 or a whole number with ms, s, "
                        + "m or h, as in 500ms, up to " + MAX.toHours() + "h");
    }
}
