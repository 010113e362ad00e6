package dev.parkway.operations;

import java.lang.reflect.AnnotatedElement;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** A command's flags as a table, from what picocli knows of them. */
final class FlagTable {

    private static final String HEAD = """
            | flag | variable | default | what it sets |
            |---|---|---|---|
            """;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Z_]+)");
    private static final Pattern DEFAULT = Pattern.compile("(.*?) ?Default: (.*)\\.");

    private FlagTable() {}

    static String of(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .map(FlagTable::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(OptionSpec option) {
        String flag = option.negatable() ? option.longestName().replace("--", "--[no-]")
                : option.longestName();
        if (option.arity().max() > 0) {
            flag += " " + option.paramLabel();
        }
        String standing = "–";
        String what = String.join(" ", option.description()).replace("${COMPLETION-CANDIDATES}",
                candidates(option));
        Matcher matcher = DEFAULT.matcher(what);
        if (matcher.matches()) {
            what = matcher.group(1);
            standing = matcher.group(2);
        }
        return "| `" + flag + "` | " + variable(option) + " | " + standing + " | " + what.replace("|", "\\|")
                + " |\n";
    }

    private static String variable(OptionSpec option) {
        // As it stands in the source: picocli itself gives what it makes of the environment.
        String value = option.userObject() instanceof AnnotatedElement field
                ? Objects.requireNonNull(field.getAnnotation(Option.class)).defaultValue() : "";
        Matcher matcher = VARIABLE.matcher(value);
        return matcher.find() ? "`" + matcher.group(1) + "`" : "–";
    }

    private static String candidates(OptionSpec option) {
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null ? ""
                : String.join(", ", StreamSupport.stream(candidates.spliterator(), false).toList());
    }

    /** Returns the names of those flags that no variable can set. */
    static List<String> withoutVariable(CommandSpec command) {
        return command.options().stream().filter(option -> variable(option).equals("–"))
                .filter(option -> !option.usageHelp() && !option.versionHelp()).map(OptionSpec::longestName)
                .toList();
    }
}
