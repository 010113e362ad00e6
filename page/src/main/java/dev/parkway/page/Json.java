package dev.parkway.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.parkway.control.Failure;
import java.util.Map;

/** Messages and records as JSON. */
final class Json {

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace()
            .alwaysPrintFieldsWithNoPresence();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    static String of(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only an Any that nobody knows cannot be printed", e);
        }
    }

    static String of(Object value) {
        return GSON.toJson(value);
    }

    /** Returns a message as a part of a record that becomes JSON. */
    static JsonElement part(MessageOrBuilder message) {
        return JsonParser.parseString(of(message));
    }

    /** Reads a message; a refusal says what is wrong with the text. */
    static <B extends Message.Builder> B read(String text, B into) {
        try {
            PARSER.merge(text.isBlank() ? "{}" : text, into);
            return into;
        } catch (InvalidProtocolBufferException e) {
            throw Failure.invalidArgument("BODY",
                    "the body is no " + into.getDescriptorForType().getName() + " in JSON: "
                            + e.getMessage(),
                    Map.of("allowed", into.getDescriptorForType().getFullName()));
        }
    }
}
