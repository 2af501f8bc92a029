package dev.seedlog.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the emitters of one message share: the definition, the text, and the names of things. */
final class Emission {

    static final String BASE = "dev.seedlog.base.";
    static final String WIRE = "dev.seedlog.wire.";

    /** Names that the generated methods need for themselves. */
    private static final Set<String> TAKEN = Set.of("in", "out", "version", "flexible", "tags", "tag", "outerLimit",
            "unknown", "written", "mark", "count", "list", "nullable", "field", "i", "n", "other", "that", "hash");
    private static final Set<String> FORBIDDEN_FIELDS = Set.of("write", "read", "sizeBytes", "builder", "toBuilder",
            "hashCode", "toString", "getClass", "notify", "wait", "unknownTaggedFields", "default", "new", "class",
            "int", "long", "short", "byte", "double", "float", "boolean", "null", "true", "false", "package", "return",
            "switch", "case", "static", "final", "void", "this", "super", "interface", "enum", "import", "public");
    private static final Set<String> FORBIDDEN_STRUCTS = Set.of("Builder", "List", "IntList", "FixedList", "Uuid",
            "BufferSlice", "Payload", "Objects", "WireReader", "WireWriter", "WireMessage", "String", "Override",
            "UnknownTaggedField", "UnsupportedFieldException", "UnsupportedVersionException", "Object", "Byte", "Short",
            "Integer", "Long", "Double", "Boolean");

    final MessageDefinition message;
    final JavaText text;

    Emission(MessageDefinition message, String packageName) {
        this.message = message;
        this.text = new JavaText(packageName);
        for (StructDefinition struct : message.structs()) {
            requireFree(FORBIDDEN_STRUCTS, struct.name(), struct.path());
            struct.fields().forEach(field -> requireFree(FORBIDDEN_FIELDS, field.javaName(), struct.pathOf(field)));
        }
        message.root().fields().forEach(field ->
                requireFree(FORBIDDEN_FIELDS, field.javaName(), message.root().pathOf(field)));
    }

    private static void requireFree(Set<String> forbidden, String name, String path) {
        if (forbidden.contains(name)) {
            throw new DefinitionException(path, "the generated Java cannot use the name '" + name + "'");
        }
    }

    /** The name of a local variable for a field. */
    static String local(FieldDefinition field) {
        return TAKEN.contains(field.javaName()) ? field.javaName() + "_" : field.javaName();
    }

    /** How a method of the class refers to a field of its own. */
    static String own(FieldDefinition field) {
        return TAKEN.contains(field.javaName()) ? "this." + field.javaName() : field.javaName();
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    boolean isRoot(StructDefinition struct) {
        return struct == message.root();
    }

    /** The flexible versions among those in which the structure occurs. */
    Versions flexible(StructDefinition struct) {
        return message.flexible().intersect(struct.possible());
    }

    /** The value of "flexible" for a field: a constant if it is always the same, otherwise the local variable. */
    String flexible(StructDefinition struct, FieldDefinition field) {
        return field.flexible().isEmpty() ? "false" : flexibleVariable(struct);
    }

    /** "true", "false" or the name of the local variable that {@link #declareFlexible} declares. */
    String flexibleVariable(StructDefinition struct) {
        String condition = flexible(struct).condition(struct.possible());
        return condition.equals("true") || condition.equals("false") ? condition : "flexible";
    }

    /** Declares the variable "flexible" if the structure needs one. */
    void declareFlexible(StructDefinition struct) {
        if (flexibleVariable(struct).equals("flexible")) {
            text.line("boolean flexible = " + flexible(struct).condition(struct.possible()) + ";");
        }
    }

    /** Whether some field refers to the structure as an array. */
    boolean isArrayElement(String structName) {
        return allStructs().stream().flatMap(struct -> struct.fields().stream())
                .anyMatch(field -> field.type().isStructArray() && field.type().struct().equals(structName));
    }

    /** Whether the default of some field is this structure with all its defaults. */
    boolean isDefault(String structName) {
        return allStructs().stream().flatMap(struct -> struct.fields().stream())
                .anyMatch(field -> field.type().isStruct() && field.type().struct().equals(structName)
                        && !field.defaultIsNull());
    }

    /** The least that a structure takes in any version; at least 1, so that counts are bounded by bytes. */
    int minBytes(StructDefinition struct) {
        int sum = 0;
        for (FieldDefinition field : struct.fields()) {
            boolean always = field.untagged().contains(struct.possible());
            boolean nestedOnce = field.type().isStruct() && field.nullable().isEmpty();
            if (always && nestedOnce) {
                sum += minBytes(message.struct(field.type().struct()));
            } else if (always) {
                sum += field.type().array() || field.type().isStruct() ? 1 : field.type().primitive().minBytes;
            }
        }
        return Math.max(1, sum);
    }

    private List<StructDefinition> allStructs() {
        List<StructDefinition> all = new ArrayList<>(message.structs());
        all.add(message.root());
        return all;
    }
}
