package dev.seedlog.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes the table of the records of coordinators, whose numbers are unique only within each coordinator. */
final class CoordinatorTypeEmitter {

    /** A type of record: a key and a value with the same number. */
    private record Type(DefinitionSet set, MessageDefinition key, MessageDefinition value) {

        /** The group coordinator's names are unique as they are, and so are the others'. */
        String constant() {
            return Names.constant(Names.without(key.name(), "Key"));
        }
    }

    private final List<Type> types = new ArrayList<>();
    private final JavaText text = new JavaText(DefinitionSet.GROUP.packageName());

    CoordinatorTypeEmitter(Map<DefinitionSet, List<MessageDefinition>> messages) {
        messages.forEach((set, loaded) -> {
            if (set.isCoordinator()) {
                loaded.stream().filter(message -> message.kind() == MessageKind.COORDINATOR_KEY)
                        .sorted(Comparator.comparing(MessageDefinition::apiKey))
                        .forEach(key -> types.add(new Type(set, key, valueOf(key, loaded))));
            }
        });
    }

    private static MessageDefinition valueOf(MessageDefinition key, List<MessageDefinition> messages) {
        return messages.stream()
                .filter(message -> message.kind() == MessageKind.COORDINATOR_VALUE && message.apiKey() == key.apiKey())
                .findFirst()
                .orElseThrow(() -> new DefinitionException(key.name(), "there is no value for this key"));
    }

    String emit() {
        text.use(Emission.WIRE + "WireMessage");
        text.use(Emission.WIRE + "WireReader");
        text.line("/**");
        text.line(" * The records of coordinators: a key begins with its type, a value with its version.");
        text.line(" */");
        text.line("public enum CoordinatorRecordType {");
        for (int i = 0; i < types.size(); i++) {
            Type type = types.get(i);
            text.line("/** {@link " + type.key().name() + "} and {@link " + type.value().name()
                    + "}, values of versions " + type.value().versions() + ". */");
            text.line(type.constant() + "(Coordinator." + type.set() + ", " + type.key().apiKey() + ", "
                    + type.value().versions().lowest() + ", " + type.value().versions().highest() + ")"
                    + (i == types.size() - 1 ? ";" : ","));
        }
        text.blank();
        text.line("/** Whose records they are. */");
        text.line("public enum Coordinator {");
        text.line("/** Groups, in {@code __consumer_offsets}. */");
        text.line("GROUP,");
        text.line("/** Share groups, in {@code __share_group_state}. */");
        text.line("SHARE,");
        text.line("/** Transactions, in {@code __transaction_state}. */");
        text.line("TRANSACTION");
        text.line("}");
        TableMembers members = new TableMembers(text, "CoordinatorRecordType");
        members.emitFields(List.of("Coordinator coordinator", "short id", "short lowestValueVersion",
                "short highestValueVersion"));
        emitLookup();
        emitRead(members);
        text.line("}");
        return text.file();
    }

    private void emitLookup() {
        text.blank();
        text.line("/** The type that has this number with a coordinator, or null. */");
        text.line("public static CoordinatorRecordType forId(Coordinator coordinator, short id) {");
        text.line("return switch (coordinator) {");
        types.stream().map(Type::set).distinct().forEach(set -> {
            text.line("case " + set + " -> switch (id) {");
            types.stream().filter(type -> type.set() == set)
                    .forEach(type -> text.line("case " + type.key().apiKey() + " -> " + type.constant() + ";"));
            text.line("default -> null;");
            text.line("};");
        });
        text.line("};");
        text.line("}");
    }

    private void emitRead(TableMembers members) {
        text.blank();
        members.emitReadDocumentation("a key");
        text.line("public WireMessage readKey(WireReader in) {");
        text.line("return switch (this) {");
        types.forEach(type ->
                text.line("case " + type.constant() + " -> " + type.key().name() + ".read(in, (short) 0);"));
        text.line("};");
        text.line("}");
        text.blank();
        members.emitReadDocumentation("a value");
        text.line("public WireMessage readValue(WireReader in, short version) {");
        text.line("return switch (this) {");
        types.forEach(type ->
                text.line("case " + type.constant() + " -> " + type.value().name() + ".read(in, version);"));
        text.line("};");
        text.line("}");
    }
}
