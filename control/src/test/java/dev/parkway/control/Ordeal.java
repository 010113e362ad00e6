package dev.parkway.control;

import dev.parkway.proto.control.v1.UnparkToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a client does to a server in one go, a step a line, as it is kept in a file once it has done harm:
 * {@code batch ACKNOWLEDGED CONNECTION:SEQUENCE[!] ...} with {@code !} for the last, {@code attach NUMBER},
 * {@code break} and {@code half-close}, which the stream that was attached last does.
 */
record Ordeal(List<Step> steps) {

    sealed interface Step {

        record Batch(long acknowledged, List<UnparkToken> tokens) implements Step {

            @Override
            public String toString() {
                return "batch " + acknowledged + tokens.stream()
                        .map(token -> " " + token.getConnection() + ":" + token.getSequence()
                                + (token.getLast() ? "!" : ""))
                        .collect(Collectors.joining());
            }
        }

        record AttachAs(long number) implements Step {

            @Override
            public String toString() {
                return "attach " + number;
            }
        }

        record Break() implements Step {

            @Override
            public String toString() {
                return "break";
            }
        }

        record HalfClose() implements Step {

            @Override
            public String toString() {
                return "half-close";
            }
        }
    }

    /** Numbers at which something begins or ends. */
    private static final long[] EDGES = {0, 1, 2, 3, 4, 5, 255, 256, Integer.MAX_VALUE, 1L << 32,
            Long.MAX_VALUE,
            Long.MIN_VALUE, -1, -2};
    private static final int CONNECTIONS = 4;
    private static final int TURNS = 3;
    private static final int TOO_MANY = 300;

    static Ordeal parse(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "batch" -> {
                    List<UnparkToken> tokens = new ArrayList<>();
                    for (int i = 2; i < words.length; i++) {
                        String[] numbers = words[i].replace("!", "").split(":", -1);
                        tokens.add(Tokens.turn(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]))
                                .toBuilder().setLast(words[i].endsWith("!")).build());
                    }
                    steps.add(new Step.Batch(Long.parseLong(words[1]), tokens));
                }
                case "attach" -> steps.add(new Step.AttachAs(Long.parseLong(words[1])));
                case "break" -> steps.add(new Step.Break());
                case "half-close" -> steps.add(new Step.HalfClose());
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new Ordeal(steps);
    }

    /** What an honest client might do, with some of it changed, doubled, left out or out of order. */
    static Ordeal random(Random random) {
        List<Step> steps = honest(random);
        for (int changes = random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(steps.size());
            switch (random.nextInt(5)) {
                case 0 -> steps.add(at, steps.get(random.nextInt(steps.size())));
                case 1 -> steps.add(at, steps.remove(random.nextInt(steps.size())));
                case 2 -> steps.set(at, anything(random));
                case 3 -> steps.add(at, anything(random));
                default -> steps.set(at, changed(steps.get(at), random));
            }
        }
        return new Ordeal(steps);
    }

    private static List<Step> honest(Random random) {
        List<Step> steps = new ArrayList<>();
        long attach = 1;
        for (int turn = 1; turn <= TURNS + 1; turn++) {
            for (int connection = 1; connection <= CONNECTIONS; connection++) {
                long count = Math.min(turn, TURNS);
                steps.add(new Step.Batch(0, List.of(turn > TURNS ? Tokens.last(connection, count)
                        : Tokens.turn(connection, count))));
            }
            if (random.nextInt(3) == 0) {
                steps.add(new Step.Break());
                steps.add(new Step.AttachAs(++attach));
            }
        }
        steps.add(new Step.HalfClose());
        return steps;
    }

    private static Step anything(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Step.Break();
            case 1 -> new Step.AttachAs(1 + random.nextInt(8));
            case 2 -> new Step.AttachAs(Math.max(1, edge(random)));
            case 3 -> new Step.HalfClose();
            case 4 -> batch(random, random.nextInt(TOO_MANY));
            default -> batch(random, random.nextInt(4));
        };
    }

    private static Step batch(Random random, int size) {
        List<UnparkToken> tokens = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tokens.add(token(random));
        }
        return new Step.Batch(random.nextInt(4) == 0 ? edge(random) : 0, tokens);
    }

    private static UnparkToken token(Random random) {
        long connection = random.nextInt(8) == 0 ? edge(random) : 1 + random.nextInt(2 * CONNECTIONS);
        long sequence = random.nextInt(8) == 0 ? edge(random) : random.nextInt(TURNS + 1);
        return UnparkToken.newBuilder().setConnection(connection).setSequence(sequence)
                .setLast(random.nextInt(4) == 0).build();
    }

    private static Step changed(Step step, Random random) {
        if (!(step instanceof Step.Batch(long acknowledged, List<UnparkToken> tokens)) || tokens.isEmpty()) {
            return anything(random);
        }
        List<UnparkToken> changed = new ArrayList<>(tokens);
        int at = random.nextInt(changed.size());
        UnparkToken.Builder token = changed.get(at).toBuilder();
        switch (random.nextInt(4)) {
            case 0 -> token.setConnection(edge(random));
            case 1 -> token.setSequence(edge(random));
            case 2 -> token.setLast(!token.getLast());
            default -> changed.add(token(random));
        }
        changed.set(at, token.build());
        return new Step.Batch(acknowledged, changed);
    }

    private static long edge(Random random) {
        return EDGES[random.nextInt(EDGES.length)];
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
