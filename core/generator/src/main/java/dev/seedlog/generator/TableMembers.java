package dev.seedlog.generator;

import java.util.List;
import java.util.stream.Collectors;

/** Writes what the tables of record types have in common. */
final class TableMembers {

    private final JavaText text;
    private final String enumName;

    TableMembers(JavaText text, String enumName) {
        this.text = text;
        this.enumName = enumName;
    }

    /** Fields, constructor and accessors; a field is its type and its name, and {@code short} is passed as int. */
    void emitFields(List<String> fields) {
        text.blank();
        fields.forEach(field -> text.line("private final " + field + ";"));
        text.blank();
        String parameters = fields.stream().map(field -> field.replace("short ", "int "))
                .collect(Collectors.joining(", "));
        text.line(enumName + "(" + parameters + ") {");
        for (String field : fields) {
            String cast = field.startsWith("short ") ? "(short) " : "";
            text.line("this." + name(field) + " = " + cast + name(field) + ";");
        }
        text.line("}");
        for (String field : fields) {
            text.blank();
            text.line("/** " + describe(name(field)) + " */");
            text.line("public " + field + "() {");
            text.line("return " + name(field) + ";");
            text.line("}");
        }
    }

    void emitReadDocumentation(String what) {
        text.line("/**");
        text.line(" * Reads " + what + " of this type, which comes after the numbers of type and version.");
        text.line(" *");
        text.line(" * @throws dev.seedlog.wire.WireFormatException if the bytes are not in that format");
        text.line(" * @throws dev.seedlog.wire.UnsupportedVersionException if the type does not have that version");
        text.line(" */");
    }

    private static String name(String field) {
        return field.substring(field.indexOf(' ') + 1);
    }

    private static String describe(String name) {
        return switch (name) {
            case "id" -> "The number that stands for the type.";
            case "apiName", "recordName" -> "The name in the definitions.";
            case "lowestVersion" -> "The first version.";
            case "highestVersion" -> "The last stable version.";
            case "lowestValueVersion" -> "The first version of the value.";
            case "highestValueVersion" -> "The last version of the value.";
            case "coordinator" -> "Whose topic it is in.";
            case "onBroker" -> "Whether brokers may serve it.";
            case "onController" -> "Whether controllers may serve it.";
            default -> "From which version on the format is flexible, -1 for never.";
        };
    }
}
