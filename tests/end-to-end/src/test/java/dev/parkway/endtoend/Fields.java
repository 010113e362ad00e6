package dev.parkway.endtoend;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the fields of messages whose types were learnt by reflection. */
final class Fields {

    private Fields() {}

    static String text(MessageOrBuilder message, String field) {
        return (String) message.getField(find(message, field));
    }

    /** Reads any whole number. */
    static long number(MessageOrBuilder message, String field) {
        return ((Number) message.getField(find(message, field))).longValue();
    }

    /** Reads the name of an enum's value. */
    static String constant(MessageOrBuilder message, String field) {
        return ((EnumValueDescriptor) message.getField(find(message, field))).getName();
    }

    static Optional<Message> message(MessageOrBuilder message, String field) {
        FieldDescriptor found = find(message, field);
        return message.hasField(found) ? Optional.of((Message) message.getField(found)) : Optional.empty();
    }

    static List<Message> messages(MessageOrBuilder message, String field) {
        FieldDescriptor found = find(message, field);
        return IntStream.range(0, message.getRepeatedFieldCount(found))
                .mapToObj(i -> (Message) message.getRepeatedField(found, i)).toList();
    }

    private static FieldDescriptor find(MessageOrBuilder message, String field) {
        FieldDescriptor found = message.getDescriptorForType().findFieldByName(field);
        if (found == null) {
            throw new AssertionError(message.getDescriptorForType().getFullName() + " has no field " + field);
        }
        return found;
    }
}
