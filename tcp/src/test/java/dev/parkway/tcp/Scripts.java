package dev.parkway.tcp;

import java.util.Arrays;
import java.util.List;

/** Scripts for tests, without a peer. */
final class Scripts {

    private Scripts() {}

    static Script alone(String notation) {
        List<ScriptReader.Word> words = Arrays.stream(notation.split(" ", -1))
                .map(text -> new ScriptReader.Word(text, 1)).toList();
        return new ScriptReader("test", Side.CLIENT, Profile.RFC).read(words);
    }
}
