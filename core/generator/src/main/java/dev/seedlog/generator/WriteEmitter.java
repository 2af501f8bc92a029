package dev.seedlog.generator;

import static dev.seedlog.generator.Emission.own;
import static dev.seedlog.generator.Emission.quoted;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the method that writes a structure. */
final class WriteEmitter {

    private final Emission emission;
    private final StructDefinition struct;
    private final JavaText text;

    WriteEmitter(Emission emission, StructDefinition struct) {
        this.emission = emission;
        this.struct = struct;
        this.text = emission.text;
    }

    void emit() {
        text.use(Emission.WIRE + "WireWriter");
        text.blank();
        text.line("@Override");
        text.line("public void write(WireWriter out, short version) {");
        if (emission.isRoot(struct)) {
            text.line("UnsupportedVersionException.check(" + quoted(struct.name())
                    + ", version, LOWEST_VERSION, HIGHEST_VERSION);");
        }
        emission.declareFlexible(struct);
        struct.fields().forEach(this::emitField);
        emitTags();
        text.line("}");
    }

    private void emitField(FieldDefinition field) {
        emitRefusal(field);
        String condition = field.untagged().condition(struct.possible());
        if (condition.equals("true")) {
            emitValue(field, "out.writePresence(");
        } else if (!condition.equals("false")) {
            text.line("if (" + condition + ") {");
            emitValue(field, "out.writePresence(");
            text.line("}");
        }
    }

    /** Where a version lacks the field, losing a value of it would be silent. */
    private void emitRefusal(FieldDefinition field) {
        String present = field.versions().condition(struct.possible());
        if (field.ignorable() || present.equals("true")) {
            return;
        }
        text.use(Emission.WIRE + "UnsupportedFieldException");
        String differs = new JavaDefaults(field).differs(own(field));
        String absent = present.equals("false") ? "" : negated(field.versions()) + " && ";
        boolean bracketed = !absent.isEmpty() && differs.contains(" || ");
        text.line("if (" + absent + (bracketed ? "(" + differs + ")" : differs) + ") {");
        text.line("throw new UnsupportedFieldException(" + quoted(struct.pathOf(field)) + ", version);");
        text.line("}");
    }

    private String negated(Versions versions) {
        Versions both = versions.intersect(struct.possible());
        boolean before = both.lowest() > struct.possible().lowest();
        boolean after = both.highest() < struct.possible().highest();
        if (before && after) {
            return "(version < " + both.lowest() + " || version > " + both.highest() + ")";
        }
        return before ? "version < " + both.lowest() : "version > " + both.highest();
    }

    private void emitValue(FieldDefinition field, String presence) {
        FieldType type = field.type();
        String value = own(field);
        String path = quoted(struct.pathOf(field));
        String nullable = field.nullable().condition(struct.possible());
        String flexible = emission.flexible(struct, field);
        if (type.isStructArray()) {
            text.line("for (int i = 0, n = out.writeCount(" + flexible + ", " + nullable + ", " + value + ", " + path
                    + "); i < n; i++) {");
            text.line(value + ".get(i).write(out, version);");
            text.line("}");
        } else if (type.isStruct()) {
            text.line("if (" + presence + nullable + ", " + value + " != null, " + path + ")) {");
            text.line(value + ".write(out, version);");
            text.line("}");
        } else if (type.array() || type.primitive().hasLength()) {
            text.line("out.write" + type.primitive().method + (type.array() ? "List" : "") + "(" + flexible + ", "
                    + nullable + ", " + value + ", " + path + ");");
        } else {
            text.line("out.write" + type.primitive().method + "(" + value
                    + (type.primitive().checkedWhenWritten() ? ", " + path : "") + ");");
        }
    }

    private void emitTags() {
        String flexible = emission.flexibleVariable(struct);
        String path = quoted(struct.path() + ".tags");
        if (flexible.equals("flexible")) {
            text.line("if (flexible) {");
        }
        if (!flexible.equals("false")) {
            emitTagSection(path);
        }
        if (flexible.equals("flexible")) {
            text.line("} else if (!unknownTaggedFields.isEmpty()) {");
        } else if (flexible.equals("false")) {
            text.line("if (!unknownTaggedFields.isEmpty()) {");
        }
        if (!flexible.equals("true")) {
            text.use(Emission.WIRE + "UnsupportedFieldException");
            text.line("throw new UnsupportedFieldException(" + path + ", version);");
            text.line("}");
        }
    }

    private void emitTagSection(String path) {
        List<FieldDefinition> tagged = struct.fields().stream()
                .filter(field -> !field.tag().versions().intersect(struct.possible()).isEmpty())
                .sorted(Comparator.comparing(field -> field.tag().number())).toList();
        for (FieldDefinition field : tagged) {
            String condition = field.tag().versions().condition(emission.flexible(struct));
            String differs = new JavaDefaults(field).differs(own(field));
            String both = condition.equals("true") ? differs
                    : condition + " && " + (differs.contains(" || ") ? "(" + differs + ")" : differs);
            text.line("boolean " + flag(field) + " = " + both + ";");
        }
        String count = tagged.stream().map(field -> " + (" + flag(field) + " ? 1 : 0)").collect(Collectors.joining());
        text.line("out.writeUnsignedVarint(unknownTaggedFields.size()" + count + ");");
        if (!tagged.isEmpty()) {
            text.line("int written = 0;");
        }
        for (FieldDefinition field : tagged) {
            text.line("if (" + flag(field) + ") {");
            text.line("written = out.writeUnknownTags(unknownTaggedFields, written, " + field.tag().number() + ", "
                    + path + ");");
            text.line("int mark = out.beginTag(" + field.tag().number() + ");");
            emitValue(field, "out.writeTaggedPresence(");
            text.line("out.endTag(mark);");
            text.line("}");
        }
        text.line("out.writeUnknownTags(unknownTaggedFields, " + (tagged.isEmpty() ? "0" : "written")
                + ", Integer.MAX_VALUE, " + path + ");");
    }

    private static String flag(FieldDefinition field) {
        return "has" + field.name();
    }
}
