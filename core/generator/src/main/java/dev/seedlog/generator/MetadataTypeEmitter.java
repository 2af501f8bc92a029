package dev.seedlog.generator;

import java.util.Comparator;
import java.util.List;

/** Writes the table of metadata records. */
final class MetadataTypeEmitter {

    private final List<MessageDefinition> records;
    private final JavaText text = new JavaText(DefinitionSet.METADATA.packageName());

    MetadataTypeEmitter(List<MessageDefinition> messages) {
        records = messages.stream().sorted(Comparator.comparing(MessageDefinition::apiKey)).toList();
    }

    String emit() {
        text.use(Emission.WIRE + "WireMessage");
        text.use(Emission.WIRE + "WireReader");
        text.line("/** The records of {@code __cluster_metadata}. */");
        text.line("public enum MetadataRecordType {");
        for (int i = 0; i < records.size(); i++) {
            MessageDefinition record = records.get(i);
            text.line("/** {@link " + record.name() + "}, versions " + record.versions() + ". */");
            text.line(constant(record) + "(" + record.apiKey() + ", \"" + record.name() + "\", "
                    + record.versions().lowest() + ", " + record.versions().highest() + ")"
                    + (i == records.size() - 1 ? ";" : ","));
        }
        TableMembers members = new TableMembers(text, "MetadataRecordType");
        members.emitFields(List.of("short id", "String recordName", "short lowestVersion", "short highestVersion"));
        emitLookups();
        text.blank();
        members.emitReadDocumentation("a record");
        text.line("public WireMessage read(WireReader in, short version) {");
        text.line("return switch (this) {");
        records.forEach(record ->
                text.line("case " + constant(record) + " -> " + record.name() + ".read(in, version);"));
        text.line("};");
        text.line("}");
        text.line("}");
        return text.file();
    }

    private void emitLookups() {
        text.blank();
        text.line("/** The type of this number, or null. */");
        text.line("public static MetadataRecordType forId(int id) {");
        text.line("return switch (id) {");
        records.forEach(record -> text.line("case " + record.apiKey() + " -> " + constant(record) + ";"));
        text.line("default -> null;");
        text.line("};");
        text.line("}");
        text.blank();
        text.line("/**");
        text.line(" * The type of a record.");
        text.line(" *");
        text.line(" * @throws IllegalArgumentException if it is no metadata record");
        text.line(" */");
        text.line("public static MetadataRecordType of(WireMessage record) {");
        String otherwise = "";
        for (MessageDefinition record : records) {
            text.line(otherwise + "if (record instanceof " + record.name() + ") {");
            text.line("return " + constant(record) + ";");
            otherwise = "} else ";
        }
        text.line("}");
        text.line("throw new IllegalArgumentException(record + \" is no metadata record\");");
        text.line("}");
    }

    private static String constant(MessageDefinition record) {
        return Names.constant(Names.without(record.name(), "Record"));
    }
}
