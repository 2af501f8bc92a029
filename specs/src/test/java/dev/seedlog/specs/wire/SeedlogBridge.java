package dev.seedlog.specs.wire;

import static dev.seedlog.specs.wire.Reflection.call;
import static dev.seedlog.specs.wire.Reflection.callStatic;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.specs.wire.Trees.Hex;
import dev.seedlog.specs.wire.Trees.Unknown;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.UnknownTaggedField;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.WireWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Between trees and our messages. */
final class SeedlogBridge {

    private SeedlogBridge() {
    }

    static WireMessage build(MessageSchema message, Map<?, ?> tree) {
        return (WireMessage) struct(message.seedlogClass(), message.seedlogClass(), message.root(), tree);
    }

    static byte[] write(WireMessage message, int version) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        // Not at the beginning of the buffer, so that a confusion of offsets shows.
        WireWriter out = new WireWriter().wrap(buffer, 3);
        message.write(out, (short) version);
        byte[] bytes = new byte[out.sizeBytes()];
        buffer.getBytes(3, bytes);
        return bytes;
    }

    static WireReader reader(byte[] bytes) {
        return new WireReader().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    static WireMessage read(MessageSchema message, WireReader in, int version) {
        return (WireMessage) callStatic(message.seedlogClass(), "read", in, (short) version);
    }

    static Map<String, Object> tree(StructSchema struct, Object message) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (FieldSchema field : struct.fields()) {
            tree.put(field.name(), plain(field, call(message, field.name())));
        }
        tree.put(Trees.UNKNOWN, ((WireMessage) message).unknownTaggedFields().stream()
                .map(unknown -> new Unknown(unknown.tag(), Hex.of(unknown.data().toByteArray()))).toList());
        return tree;
    }

    private static Object plain(FieldSchema field, Object value) {
        if (value instanceof List<?> list && field.struct() != null) {
            return list.stream().map(element -> tree(field.struct(), element)).toList();
        }
        if (value instanceof WireMessage struct) {
            return tree(field.struct(), struct);
        }
        if (value instanceof BufferSlice slice) {
            return Hex.of(slice.toByteArray());
        }
        return value instanceof Payload.Bytes records ? Hex.of(records.slice().toByteArray()) : value;
    }

    private static Object struct(Class<?> outer, Class<?> type, StructSchema struct, Map<?, ?> tree) {
        Object builder = callStatic(type, "builder");
        for (FieldSchema field : struct.fields()) {
            if (tree.containsKey(field.name())) {
                call(builder, field.name(), value(outer, field, tree.get(field.name())));
            }
        }
        if (tree.get(Trees.UNKNOWN) instanceof List<?> unknown) {
            call(builder, Trees.UNKNOWN, unknown.stream().map(Unknown.class::cast)
                    .map(tag -> new UnknownTaggedField(tag.tag(), BufferSlice.of(tag.data().bytes()))).toList());
        }
        return call(builder, "build");
    }

    private static Object value(Class<?> outer, FieldSchema field, Object value) {
        if (value instanceof List<?> list && field.struct() != null) {
            Class<?> type = Reflection.nested(outer, field.type());
            return list.stream().map(element -> struct(outer, type, field.struct(), (Map<?, ?>) element)).toList();
        }
        if (value instanceof Map<?, ?> tree) {
            return struct(outer, Reflection.nested(outer, field.type()), field.struct(), tree);
        }
        if (value instanceof Hex hex) {
            BufferSlice slice = BufferSlice.of(hex.bytes());
            return field.type().equals("records") ? Payload.of(slice) : slice;
        }
        return value;
    }
}
