package dev.seedlog.generator;

import java.util.Comparator;
import java.util.List;

/** Writes the table of APIs. */
final class ApiEmitter {

    private static final int API_VERSIONS_KEY = 18;
    private static final int CHUNK = 48;

    private final List<MessageDefinition> requests;
    private final List<MessageDefinition> responses;
    private final JavaText text = new JavaText("dev.seedlog.wire");

    ApiEmitter(List<MessageDefinition> messages) {
        requests = ofKind(messages, MessageKind.REQUEST);
        responses = ofKind(messages, MessageKind.RESPONSE);
        if (!keys(requests).equals(keys(responses))) {
            throw new DefinitionException("requests " + keys(requests), "do not match responses " + keys(responses));
        }
    }

    private static List<MessageDefinition> ofKind(List<MessageDefinition> messages, MessageKind kind) {
        return messages.stream().filter(message -> message.kind() == kind)
                .sorted(Comparator.comparing(MessageDefinition::apiKey)).toList();
    }

    private static List<Integer> keys(List<MessageDefinition> messages) {
        return messages.stream().map(MessageDefinition::apiKey).toList();
    }

    private static String api(MessageDefinition request) {
        return Names.without(request.name(), "Request");
    }

    String emit() {
        text.line("/** The APIs of the protocol and their stable versions; what a node serves is less. */");
        text.line("public enum Api {");
        for (int i = 0; i < requests.size(); i++) {
            emitApi(requests.get(i), responses.get(i), i == requests.size() - 1 ? ";" : ",");
        }
        emitFields();
        emitLookup();
        emitHeaders();
        emitRead("readRequest", requests);
        emitRead("readResponse", responses);
        text.line("}");
        return text.file();
    }

    private void emitApi(MessageDefinition request, MessageDefinition response, String end) {
        int requestFlexible = request.flexible().isEmpty() ? -1 : request.flexible().lowest();
        int responseFlexible = response.flexible().isEmpty() ? -1 : response.flexible().lowest();
        // The instability of a version is noted at the request alone, so a response may have one more.
        if (!response.versions().contains(request.versions())) {
            throw new DefinitionException(request.name(), "has versions " + request.versions() + ", but the response "
                    + response.versions());
        }
        text.line("/** Versions " + request.versions() + "; on: " + String.join(", ", request.listeners()) + ". */");
        text.line(Names.constant(api(request)) + "(" + request.apiKey() + ", \"" + api(request) + "\", "
                + request.versions().lowest() + ", " + request.versions().highest() + ", " + requestFlexible + ", "
                + responseFlexible + ", " + request.listeners().contains("broker") + ", "
                + request.listeners().contains("controller") + ")" + end);
    }

    private void emitFields() {
        new TableMembers(text, "Api").emitFields(List.of("short id", "String apiName", "short lowestVersion",
                "short highestVersion", "int requestFlexibleFrom", "int responseFlexibleFrom", "boolean onBroker",
                "boolean onController"));
    }

    private void method(String what, String signature, String... lines) {
        text.blank();
        text.line("/** " + what + " */");
        text.line("public " + signature + " {");
        for (String line : lines) {
            text.line(line);
        }
        text.line("}");
    }

    private void emitLookup() {
        method("Whether {@code version} is a stable version of this API.", "boolean hasVersion(short version)",
                "return version >= lowestVersion && version <= highestVersion;");
        text.blank();
        text.line("/** The API of this key, or null. */");
        text.line("public static Api forId(short id) {");
        text.line("return id < 0 ? null : forId(id, id / " + CHUNK + ");");
        text.line("}");
        emitLookupInChunks();
    }

    /** A switch over all APIs would not fit a screen, so the table is cut by key. */
    private void emitLookupInChunks() {
        int last = requests.get(requests.size() - 1).apiKey() / CHUNK;
        text.blank();
        text.line("private static Api forId(short id, int chunk) {");
        text.line("return switch (chunk) {");
        for (int chunk = 0; chunk <= last; chunk++) {
            text.line("case " + chunk + " -> forId" + chunk + "(id);");
        }
        text.line("default -> null;");
        text.line("};");
        text.line("}");
        for (int i = 0; i <= last; i++) {
            int chunk = i;
            text.blank();
            text.line("private static Api forId" + chunk + "(short id) {");
            text.line("return switch (id) {");
            requests.stream().filter(request -> request.apiKey() / CHUNK == chunk).forEach(request ->
                    text.line("case " + request.apiKey() + " -> " + Names.constant(api(request)) + ";"));
            text.line("default -> null;");
            text.line("};");
            text.line("}");
        }
    }

    private void emitHeaders() {
        method("The version of the request header that goes with a version of the request.",
                "short requestHeaderVersion(short version)",
                "return (short) (requestFlexibleFrom >= 0 && version >= requestFlexibleFrom ? 2 : 1);");
        method("The version of the response header; that of ApiVersions is always 0 (KIP-511).",
                "short responseHeaderVersion(short version)",
                "boolean flexible = responseFlexibleFrom >= 0 && version >= responseFlexibleFrom;",
                "return (short) (flexible && id != " + API_VERSIONS_KEY + " ? 1 : 0);");
    }

    private void emitRead(String method, List<MessageDefinition> messages) {
        boolean request = method.equals("readRequest");
        text.blank();
        text.line("/**");
        text.line(" * Reads a " + (request ? "request" : "response") + " of this API, without its header, to the end.");
        text.line(" *");
        text.line(" * @throws WireFormatException if the bytes are not such a message, or more bytes follow");
        text.line(" * @throws UnsupportedVersionException if the API does not have that version");
        text.line(" */");
        text.line("public WireMessage " + method + "(WireReader in, short version) {");
        text.line("WireMessage message = switch (id / " + CHUNK + ") {");
        int last = requests.get(requests.size() - 1).apiKey() / CHUNK;
        for (int chunk = 0; chunk < last; chunk++) {
            text.line("case " + chunk + " -> " + method + chunk + "(in, version);");
        }
        text.line("default -> " + method + last + "(in, version);");
        text.line("};");
        text.line("in.requireEnd(" + (request ? "apiName + \"Request\"" : "apiName + \"Response\"") + ");");
        text.line("return message;");
        text.line("}");
        for (int chunk = 0; chunk <= last; chunk++) {
            emitReadChunk(method, messages, chunk);
        }
    }

    private void emitReadChunk(String method, List<MessageDefinition> messages, int chunk) {
        text.blank();
        text.line("private WireMessage " + method + chunk + "(WireReader in, short version) {");
        text.line("return switch (this) {");
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).apiKey() / CHUNK == chunk) {
                text.line("case " + Names.constant(api(requests.get(i))) + " -> dev.seedlog.wire.message."
                        + messages.get(i).name() + ".read(in, version);");
            }
        }
        text.line("default -> throw new IllegalStateException(apiName);");
        text.line("};");
        text.line("}");
    }
}
