package dev.seedlog.specs.wire;

import static dev.seedlog.specs.wire.Reflection.call;
import static dev.seedlog.specs.wire.Reflection.create;

import dev.seedlog.base.Uuid;
import dev.seedlog.specs.wire.Trees.Hex;
import dev.seedlog.specs.wire.Trees.Unknown;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Between trees and Kafka's messages. */
final class KafkaBridge {

    private KafkaBridge() {
    }

    static Message build(MessageSchema message, Map<?, ?> tree) {
        return struct(message.kafkaClass(), message.kafkaClass(), message.root(), tree);
    }

    static byte[] write(Message message, int version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, (short) version));
        message.write(new ByteBufferAccessor(buffer), cache, (short) version);
        return buffer.array();
    }

    static Message read(MessageSchema message, byte[] bytes, int version) {
        Message read = (Message) create(message.kafkaClass());
        read.read(new ByteBufferAccessor(ByteBuffer.wrap(bytes)), (short) version);
        return read;
    }

    static Map<String, Object> tree(StructSchema struct, Object message) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (FieldSchema field : struct.fields()) {
            tree.put(field.name(), plain(field, call(message, field.name())));
        }
        tree.put(Trees.UNKNOWN, ((Message) message).unknownTaggedFields().stream()
                .map(unknown -> new Unknown(unknown.tag(), Hex.of(unknown.data()))).toList());
        return tree;
    }

    private static Object plain(FieldSchema field, Object value) {
        if (value instanceof Collection<?> list) {
            return new ArrayList<>(list.stream().map(element -> plain(field, element)).toList());
        }
        if (value instanceof Message struct) {
            return tree(field.struct(), struct);
        }
        if (value instanceof org.apache.kafka.common.Uuid id) {
            return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
        }
        if (value instanceof byte[] bytes) {
            return Hex.of(bytes);
        }
        if (value instanceof MemoryRecords records) {
            return plain(field, records.buffer());
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Hex.of(bytes);
        }
        return value;
    }

    private static Message struct(Class<?> outer, Class<?> type, StructSchema struct, Map<?, ?> tree) {
        Message message = (Message) create(type);
        for (FieldSchema field : struct.fields()) {
            if (tree.containsKey(field.name())) {
                String setter = "set" + field.name().substring(0, 1).toUpperCase(Locale.ROOT)
                        + field.name().substring(1);
                Method method = Reflection.method(type, setter, 1);
                call(message, setter, value(outer, field, tree.get(field.name()), method.getParameterTypes()[0]));
            }
        }
        if (tree.get(Trees.UNKNOWN) instanceof List<?> unknown) {
            unknown.stream().map(Unknown.class::cast).forEach(tag -> message.unknownTaggedFields()
                    .add(new RawTaggedField(tag.tag(), tag.data().bytes())));
        }
        return message;
    }

    @SuppressWarnings("unchecked")
    private static Object value(Class<?> outer, FieldSchema field, Object value, Class<?> parameter) {
        if (value instanceof List<?> list) {
            Collection<Object> copy = parameter == List.class ? new ArrayList<>()
                    : (Collection<Object>) create(parameter);
            list.forEach(element -> copy.add(value(outer, field, element, Object.class)));
            return copy;
        }
        if (value instanceof Map<?, ?> tree) {
            return struct(outer, Reflection.nested(outer, field.type()), field.struct(), tree);
        }
        if (value instanceof Uuid id) {
            return new org.apache.kafka.common.Uuid(id.mostSignificantBits(), id.leastSignificantBits());
        }
        if (value instanceof Hex hex) {
            ByteBuffer bytes = ByteBuffer.wrap(hex.bytes());
            if (field.type().equals("records")) {
                return MemoryRecords.readableRecords(bytes);
            }
            return parameter == ByteBuffer.class ? bytes : hex.bytes();
        }
        return value;
    }
}
