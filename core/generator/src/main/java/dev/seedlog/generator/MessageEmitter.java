package dev.seedlog.generator;

/** Writes the class of a message, with a nested class for each structure inside it. */
final class MessageEmitter {

    private final Emission emission;
    private final MessageDefinition message;
    private final JavaText text;

    private MessageEmitter(MessageDefinition message, String packageName) {
        this.emission = new Emission(message, packageName);
        this.message = message;
        this.text = emission.text;
    }

    /** The text of the class. */
    static String emit(MessageDefinition message, String packageName) {
        return new MessageEmitter(message, packageName).file();
    }

    private String file() {
        text.use(Emission.WIRE + "WireMessage");
        text.use(Emission.WIRE + "UnsupportedVersionException");
        text.line("/** Generated from the definition of {@code " + message.name() + "}, versions " + message.versions()
                + ". */");
        text.line("public final class " + message.name() + " implements WireMessage {");
        text.blank();
        emitConstants();
        emitMembers(message.root());
        for (StructDefinition struct : message.structs()) {
            text.blank();
            text.line("/** {@code " + struct.path() + "}. */");
            text.line("public static final class " + struct.name() + " implements WireMessage {");
            text.blank();
            emitMembers(struct);
            text.line("}");
        }
        text.line("}");
        return text.file();
    }

    private void emitConstants() {
        if (message.apiKey() >= 0) {
            constant("API_KEY", message.apiKey(), "The number of the API or of the type of record.");
        }
        constant("LOWEST_VERSION", message.versions().lowest(), "The first version.");
        constant("HIGHEST_VERSION", message.versions().highest(), "The last stable version.");
        constant("FIRST_FLEXIBLE_VERSION", message.flexible().isEmpty() ? -1 : message.flexible().lowest(),
                "The first version with compact lengths and tagged fields (KIP-482), -1 if there is none.");
        text.blank();
    }

    private void constant(String name, int value, String what) {
        text.line("/** " + what + " */");
        text.line("public static final short " + name + " = " + value + ";");
    }

    private void emitMembers(StructDefinition struct) {
        ValueEmitter value = new ValueEmitter(emission, struct);
        BuilderEmitter builder = new BuilderEmitter(emission, struct);
        value.emitFields();
        builder.emitFactories();
        new ReadEmitter(emission, struct).emit();
        new WriteEmitter(emission, struct).emit();
        value.emitAccessors();
        value.emitEquality();
        builder.emitBuilder();
    }
}
