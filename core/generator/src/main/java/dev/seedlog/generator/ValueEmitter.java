package dev.seedlog.generator;

import static dev.seedlog.generator.Emission.quoted;

import java.util.List;
import java.util.stream.Collectors;

/** Writes what makes a structure a value: fields, constructor, accessors, equality, text. */
final class ValueEmitter {

    private final StructDefinition struct;
    private final JavaText text;
    private final boolean isDefault;

    ValueEmitter(Emission emission, StructDefinition struct) {
        this.struct = struct;
        this.text = emission.text;
        this.isDefault = emission.isDefault(struct.name());
    }

    void emitFields() {
        text.use("java.util.List");
        text.use(Emission.WIRE + "UnknownTaggedField");
        if (isDefault) {
            text.line("static final " + struct.name() + " DEFAULT = builder().build();");
            text.blank();
        }
        for (FieldDefinition field : struct.fields()) {
            useTypes(field);
            text.line("private final " + field.type().javaType() + " " + field.javaName() + ";");
        }
        text.line("private final List<UnknownTaggedField> unknownTaggedFields;");
        text.blank();
        String parameters = struct.fields().stream()
                .map(field -> field.type().javaType() + " " + field.javaName() + ", ").collect(Collectors.joining());
        text.line("private " + struct.name() + "(" + parameters + "List<UnknownTaggedField> unknownTaggedFields) {");
        struct.fields().forEach(field -> text.line("this." + field.javaName() + " = " + field.javaName() + ";"));
        text.line("this.unknownTaggedFields = unknownTaggedFields;");
        text.line("}");
    }

    private void useTypes(FieldDefinition field) {
        FieldType type = field.type();
        text.use(Emission.WIRE + "FixedList");
        if (type.isIntList()) {
            text.use(Emission.WIRE + "IntList");
        }
        if (type.primitive() == Primitive.UUID) {
            text.use(Emission.BASE + "Uuid");
        } else if (type.primitive() == Primitive.BYTES) {
            text.use(Emission.BASE + "BufferSlice");
        } else if (type.primitive() == Primitive.RECORDS) {
            text.use(Emission.WIRE + "Payload");
        }
    }

    void emitAccessors() {
        text.blank();
        for (FieldDefinition field : struct.fields()) {
            String nullable = field.nullable().isEmpty() ? "" : "; null from version " + field.nullable().lowest();
            text.line("/** Versions " + field.versions() + nullable + ". */");
            text.line("public " + field.type().javaType() + " " + field.javaName() + "() { return " + field.javaName()
                    + "; }");
        }
        text.blank();
        text.line("@Override");
        text.line("public List<UnknownTaggedField> unknownTaggedFields() {");
        text.line("return unknownTaggedFields;");
        text.line("}");
    }

    void emitEquality() {
        text.blank();
        text.line("@Override");
        text.line("public boolean equals(Object other) {");
        text.line("return other == this || other instanceof " + struct.name() + " that");
        for (FieldDefinition field : struct.fields()) {
            text.line("        && " + equal(field));
        }
        text.line("        && unknownTaggedFields.equals(that.unknownTaggedFields);");
        text.line("}");
        text.blank();
        text.line("@Override");
        text.line("public int hashCode() {");
        text.line("int hash = unknownTaggedFields.hashCode();");
        struct.fields().forEach(field -> text.line("hash = 31 * hash + " + hash(field) + ";"));
        text.line("return hash;");
        text.line("}");
        emitToString();
    }

    private void emitToString() {
        List<FieldDefinition> fields = struct.fields();
        text.blank();
        text.line("@Override");
        text.line("public String toString() {");
        text.line("StringBuilder text = new StringBuilder(" + quoted(struct.name() + "(") + ");");
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).javaName();
            String own = name.equals("text") ? "this.text" : name;
            text.line("text.append(" + quoted((i > 0 ? ", " : "") + name + "=") + ").append(" + own + ");");
        }
        text.line("return text.append(')').toString();");
        text.line("}");
    }

    private String equal(FieldDefinition field) {
        String own = Emission.own(field);
        String name = field.javaName();
        if (field.type().isSingle(Primitive.FLOAT64)) {
            return "Double.compare(" + own + ", that." + name + ") == 0";
        }
        if (field.type().isJavaPrimitive()) {
            return own + " == that." + name;
        }
        text.use("java.util.Objects");
        return "Objects.equals(" + own + ", that." + name + ")";
    }

    private String hash(FieldDefinition field) {
        String own = Emission.own(field);
        if (field.type().isJavaPrimitive()) {
            return field.type().primitive().boxedType + ".hashCode(" + own + ")";
        }
        return "(" + own + " == null ? 0 : " + own + ".hashCode())";
    }
}
