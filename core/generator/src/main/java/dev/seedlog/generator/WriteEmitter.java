package dev.seedlog.generator;

import static dev.seedlog.generator.Emission.own;
import static dev.seedlog.generator.Emission.quoted;

import java.util.Comparator;
import java.util.List;

/** Writes the method that writes a structure. */
final class WriteEmitter {

    private final Emission emission;
    private final StructDefinition struct;
    private final JavaText text;
    /** Tags ascending. */
    private final List<FieldDefinition> tagged;

    WriteEmitter(Emission emission, StructDefinition struct) {
        this.emission = emission;
        this.struct = struct;
        this.text = emission.text;
        this.tagged = struct.fields().stream()
                .filter(field -> !field.tag().versions().intersect(struct.possible()).isEmpty())
                .sorted(Comparator.comparing(field -> field.tag().number())).toList();
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
        if (!tagged.isEmpty()) {
            emitTagMethods();
        }
    }

    private void emitField(FieldDefinition field) {
        emitRefusal(field);
        String condition = field.untagged().condition(struct.possible());
        if (condition.equals("true")) {
            emitValue(field, emission.flexible(struct, field), "out.writePresence(");
        } else if (!condition.equals("false")) {
            text.line("if (" + condition + ") {");
            emitValue(field, emission.flexible(struct, field), "out.writePresence(");
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

    private void emitValue(FieldDefinition field, String flexible, String presence) {
        FieldType type = field.type();
        String value = own(field);
        String path = quoted(struct.pathOf(field));
        String nullable = field.nullable().condition(struct.possible());
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
        if (tagged.isEmpty()) {
            text.line("out.writeUnsignedVarint(unknownTaggedFields.size());");
            text.line("out.writeUnknownTags(unknownTaggedFields, 0, Integer.MAX_VALUE, " + path + ");");
        } else {
            text.line("out.writeUnsignedVarint(countTags(version));");
            text.line("writeTags(out, version);");
        }
    }

    private void emitTagMethods() {
        String path = quoted(struct.path() + ".tags");
        text.blank();
        text.line("private int countTags(short version) {");
        text.line("int count = unknownTaggedFields.size();");
        tagged.forEach(field -> text.line("count += " + isWritten(field) + " ? 1 : 0;"));
        text.line("return count;");
        text.line("}");
        text.blank();
        text.line("private void writeTags(WireWriter out, short version) {");
        text.line("int written = 0;");
        for (FieldDefinition field : tagged) {
            int tag = field.tag().number();
            text.line("if (" + isWritten(field) + ") {");
            text.line("written = out.writeUnknownTags(unknownTaggedFields, written, " + tag + ", " + path + ");");
            text.line("int mark = out.beginTag(" + tag + ");");
            emitValue(field, "true", "out.writeTaggedPresence(");
            text.line("out.endTag(mark);");
            text.line("}");
        }
        text.line("out.writeUnknownTags(unknownTaggedFields, written, Integer.MAX_VALUE, " + path + ");");
        text.line("}");
    }

    /** Whether a tagged field is written: it has a tag in this version, and not its default. */
    private String isWritten(FieldDefinition field) {
        String condition = field.tag().versions().condition(emission.flexible(struct));
        String differs = new JavaDefaults(field).differs(own(field));
        boolean either = differs.contains(" || ");
        if (condition.equals("true")) {
            return either ? "(" + differs + ")" : differs;
        }
        return "(" + condition + " && " + (either ? "(" + differs + ")" : differs) + ")";
    }
}
