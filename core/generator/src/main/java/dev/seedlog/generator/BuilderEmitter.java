package dev.seedlog.generator;

import java.util.stream.Collectors;

/** Writes the builder of a structure. */
final class BuilderEmitter {

    private final StructDefinition struct;
    private final JavaText text;

    BuilderEmitter(Emission emission, StructDefinition struct) {
        this.struct = struct;
        this.text = emission.text;
    }

    void emitFactories() {
        text.blank();
        text.line("/** A builder in which every field has its default. */");
        text.line("public static Builder builder() {");
        text.line("return new Builder();");
        text.line("}");
        text.blank();
        text.line("/** A builder that starts from this. */");
        text.line("public Builder toBuilder() {");
        text.line("Builder builder = new Builder();");
        for (FieldDefinition field : struct.fields()) {
            String own = field.javaName().equals("builder") ? "this.builder" : field.javaName();
            text.line("builder." + field.javaName() + " = " + own + ";");
        }
        text.line("builder.unknownTaggedFields = unknownTaggedFields;");
        text.line("return builder;");
        text.line("}");
    }

    void emitBuilder() {
        text.use(Emission.WIRE + "FixedList");
        text.blank();
        text.line("/** Collects the fields of a {@link " + struct.name() + "}. */");
        text.line("public static final class Builder {");
        for (FieldDefinition field : struct.fields()) {
            text.line("private " + field.type().javaType() + " " + field.javaName() + " = "
                    + new JavaDefaults(field).literal() + ";");
        }
        text.line("private List<UnknownTaggedField> unknownTaggedFields = FixedList.empty();");
        text.blank();
        text.line("private Builder() {");
        text.line("}");
        text.blank();
        struct.fields().forEach(this::emitSetter);
        text.blank();
        text.line("/** Tagged fields that the definitions do not know, tags ascending. */");
        text.line("public Builder unknownTaggedFields(List<UnknownTaggedField> unknownTaggedFields) {");
        text.line("this.unknownTaggedFields = FixedList.copyOf(unknownTaggedFields);");
        text.line("return this;");
        text.line("}");
        text.blank();
        text.line("/** What was collected. */");
        text.line("public " + struct.name() + " build() {");
        String arguments = struct.fields().stream().map(field -> field.javaName() + ", ").collect(Collectors.joining());
        text.line("return new " + struct.name() + "(" + arguments + "unknownTaggedFields);");
        text.line("}");
        text.line("}");
    }

    private void emitSetter(FieldDefinition field) {
        String name = field.javaName();
        FieldType type = field.type();
        String value = name;
        if (type.array()) {
            value = (type.isIntList() ? "IntList" : "FixedList") + ".copyOf(" + name + ")";
        }
        text.line("/** Sets the field of this name. */");
        text.line("public Builder " + name + "(" + type.builderType() + " " + name + ") { this." + name + " = " + value
                + "; return this; }");
    }
}
