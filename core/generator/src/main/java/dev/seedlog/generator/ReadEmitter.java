package dev.seedlog.generator;

import static dev.seedlog.generator.Emission.local;
import static dev.seedlog.generator.Emission.quoted;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the static method that reads a structure. */
final class ReadEmitter {

    private final Emission emission;
    private final StructDefinition struct;
    private final JavaText text;

    ReadEmitter(Emission emission, StructDefinition struct) {
        this.emission = emission;
        this.struct = struct;
        this.text = emission.text;
    }

    void emit() {
        text.use(Emission.WIRE + "WireReader");
        text.blank();
        text.line("/** Reads the format of one version; what that version does not have gets its default. */");
        text.line("public static " + struct.name() + " read(WireReader in, short version) {");
        if (emission.isRoot(struct)) {
            text.line("UnsupportedVersionException.check(" + quoted(struct.name())
                    + ", version, LOWEST_VERSION, HIGHEST_VERSION);");
        }
        emission.declareFlexible(struct);
        struct.fields().forEach(this::emitField);
        text.line("List<UnknownTaggedField> unknownTaggedFields = FixedList.empty();");
        emitTags();
        String arguments = struct.fields().stream().map(field -> local(field) + ", ").collect(Collectors.joining());
        text.line("return new " + struct.name() + "(" + arguments + "unknownTaggedFields);");
        text.line("}");
        if (emission.isArrayElement(struct.name())) {
            emitReadList();
        }
    }

    private void emitField(FieldDefinition field) {
        String declaration = field.type().javaType() + " " + local(field);
        String condition = field.untagged().condition(struct.possible());
        if (condition.equals("true")) {
            text.line(declaration + " = " + value(field, "in.readPresence(") + ";");
            return;
        }
        text.line(declaration + " = " + new JavaDefaults(field).literal() + ";");
        if (!condition.equals("false")) {
            text.line("if (" + condition + ") {");
            text.line(local(field) + " = " + value(field, "in.readPresence(") + ";");
            text.line("}");
        }
    }

    /** The expression that reads a value; a nullable structure begins with what {@code presence} reads. */
    private String value(FieldDefinition field, String presence) {
        FieldType type = field.type();
        String path = quoted(struct.pathOf(field));
        String nullable = field.nullable().condition(struct.possible());
        String flexible = emission.flexible(struct, field);
        if (type.isStructArray()) {
            return type.struct() + ".readList(in, version, " + flexible + ", " + nullable + ", " + path + ")";
        }
        if (type.isStruct()) {
            String read = type.struct() + ".read(in, version)";
            return nullable.equals("false") ? read : presence + nullable + ", " + path + ") ? " + read + " : null";
        }
        String method = "in.read" + type.primitive().method;
        if (type.array()) {
            return method + "List(" + flexible + ", " + nullable + ", " + path + ")";
        }
        return type.primitive().hasLength() ? method + "(" + flexible + ", " + nullable + ", " + path + ")"
                : method + "(" + path + ")";
    }

    private void emitTags() {
        String flexible = emission.flexibleVariable(struct);
        if (flexible.equals("false")) {
            return;
        }
        if (flexible.equals("flexible")) {
            text.line("if (flexible) {");
        }
        String path = quoted(struct.path() + ".tags");
        text.line("FixedList.Growing<UnknownTaggedField> unknown = null;");
        text.line("for (int tags = in.readTagCount(" + path + "); tags > 0; tags--) {");
        text.line("int tag = in.readTag(" + path + ");");
        text.line("int outerLimit = in.beginTag(" + path + ");");
        List<FieldDefinition> tagged = struct.fields().stream()
                .filter(field -> !field.tag().versions().intersect(struct.possible()).isEmpty()).toList();
        String otherwise = "";
        for (FieldDefinition field : tagged) {
            String condition = field.tag().versions().condition(emission.flexible(struct));
            String match = "tag == " + field.tag().number() + (condition.equals("true") ? "" : " && " + condition);
            text.line(otherwise + "if (" + match + ") {");
            text.line(local(field) + " = " + value(field, "in.readTaggedPresence(") + ";");
            otherwise = "} else ";
        }
        if (!tagged.isEmpty()) {
            text.line("} else {");
        }
        text.line("unknown = FixedList.Growing.add(unknown, in.readUnknownTag(tag));");
        if (!tagged.isEmpty()) {
            text.line("}");
        }
        text.line("in.endTag(outerLimit, " + path + ");");
        text.line("}");
        text.line("unknownTaggedFields = FixedList.Growing.finish(unknown);");
        if (flexible.equals("flexible")) {
            text.line("}");
        }
    }

    private void emitReadList() {
        String name = struct.name();
        text.blank();
        text.line("static List<" + name + "> readList(WireReader in, short version, boolean flexible, "
                + "boolean nullable, String field) {");
        text.line("int count = in.readCount(flexible, nullable, " + emission.minBytes(struct) + ", field);");
        text.line("if (count <= 0) {");
        text.line("return count == 0 ? FixedList.empty() : null;");
        text.line("}");
        text.line("FixedList.Filler<" + name + "> list = new FixedList.Filler<>(count);");
        text.line("for (int i = 0; i < count; i++) {");
        text.line("list.add(read(in, version));");
        text.line("}");
        text.line("return list.finish();");
        text.line("}");
    }
}
