package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ids of invariants, and the classes that check them: as the sources have them, and as the table has them. */
final class CheckedInvariants {

    private static final Pattern CHECK = Pattern.compile("\\bInvariant\\.check\\(");
    private static final Pattern VIOLATION = Pattern.compile("\\bnew InvariantViolation\\(");
    private static final Pattern ID = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|[^|]*\\|([^|]*)\\|[^|]*\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private CheckedInvariants() {
    }

    /** What the sources below some folders check. */
    static Map<String, Set<String>> inSources(List<Path> folders) throws IOException {
        Map<String, Set<String>> classesById = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String type = file.getFileName().toString().replace(".java", "");
                    String source = Files.readString(file);
                    if (!type.equals("Invariant")) { // it passes on what others call it with
                        collect(source, CHECK, 1, type, classesById);
                        collect(source, VIOLATION, 0, type, classesById);
                    }
                }
            }
        }
        return classesById;
    }

    /** What a table lists: the id in the first column, the classes in the third. */
    static Map<String, Set<String>> inTable(Path file) throws IOException {
        Map<String, Set<String>> classesById = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(file));
        while (rows.find()) {
            Set<String> classes = new TreeSet<>();
            NAME.matcher(rows.group(2)).results().forEach(name -> classes.add(name.group(1)));
            assertTrue(classesById.put(rows.group(1), classes) == null, rows.group(1) + " is listed twice");
        }
        return classesById;
    }

    private static void collect(String source, Pattern call, int idArgument, String type,
                                Map<String, Set<String>> classesById) {
        Matcher calls = call.matcher(source);
        while (calls.find()) {
            String argument = arguments(source, calls.end()).get(idArgument);
            Matcher id = ID.matcher(argument);
            assertTrue(id.matches(), () -> type + " has an id that is not words in lower case: " + argument);
            classesById.computeIfAbsent(id.group(1), any -> new TreeSet<>()).add(type);
        }
    }

    /** The arguments of a call that begin at an index, as they are written. */
    private static List<String> arguments(String source, int from) {
        List<String> arguments = new ArrayList<>();
        int begin = from;
        int depth = 0;
        for (int at = from; depth >= 0; at++) {
            char c = source.charAt(at);
            if (c == '"' || c == '\'') {
                at = endOfLiteral(source, at);
            } else if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            }
            if (depth < 0 || depth == 0 && c == ',') {
                arguments.add(source.substring(begin, at).strip());
                begin = at + 1;
            }
        }
        return arguments;
    }

    private static int endOfLiteral(String source, int quote) {
        int at = quote + 1;
        while (source.charAt(at) != source.charAt(quote)) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
