package dev.seedlog.base.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of a properties file with the meaning that {@code java.util.Properties} gives it, and remembers the
 * line of each entry, so that an error can say where it is.
 */
public final class PropertiesParser {

    private static final int HEX_DIGITS = 4;
    private static final int HEX_RADIX = 16;

    private final String text;
    private final String fileName;
    private final List<ConfigEntry> entries = new ArrayList<>();
    private int position;
    private int lineNumber = 1;

    private PropertiesParser(String text, String fileName) {
        this.text = text.replace("\r\n", "\n").replace('\r', '\n');
        this.fileName = fileName;
    }

    /**
     * The entries in the order of the file; a name may be there twice, and then its last value counts.
     *
     * @throws ConfigException if a unicode escape is malformed
     */
    public static List<ConfigEntry> parse(String text, String fileName) {
        PropertiesParser parser = new PropertiesParser(text, fileName);
        while (parser.position < parser.text.length()) {
            parser.readEntry();
        }
        return List.copyOf(parser.entries);
    }

    private void readEntry() {
        skipBlanks();
        int startLine = lineNumber;
        String line = readLogicalLine();
        if (line.isEmpty()) {
            return;
        }
        int keyEnd = keyEnd(line);
        int valueStart = valueStart(line, keyEnd);
        entries.add(new ConfigEntry(unescape(line.substring(0, keyEnd), startLine),
                unescape(line.substring(valueStart), startLine), fileName + ":" + startLine));
    }

    /** One line with those that it is continued on; empty for a comment. It ends behind the line's end. */
    private String readLogicalLine() {
        StringBuilder line = new StringBuilder();
        boolean comment = position < text.length() && (text.charAt(position) == '#' || text.charAt(position) == '!');
        while (true) {
            int end = text.indexOf('\n', position);
            int stop = end < 0 ? text.length() : end;
            String part = text.substring(position, stop);
            position = end < 0 ? text.length() : end + 1;
            lineNumber++;
            if (comment) {
                return "";
            }
            boolean continued = endsInOddBackslashes(part);
            line.append(part, 0, continued ? part.length() - 1 : part.length());
            // A backslash alone continues nothing: what follows begins anew, and may be a comment.
            if (!continued || end < 0 || line.length() == 0) {
                return line.toString();
            }
            skipIndent();
        }
    }

    private void skipBlanks() {
        while (position < text.length() && (isBlank(text.charAt(position)) || text.charAt(position) == '\n')) {
            if (text.charAt(position) == '\n') {
                lineNumber++;
            }
            position++;
        }
    }

    private void skipIndent() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private static boolean endsInOddBackslashes(String part) {
        int count = 0;
        while (count < part.length() && part.charAt(part.length() - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    /** A key ends at the first blank, '=' or ':' that no backslash stands before. */
    private static int keyEnd(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '=' || c == ':' || isBlank(c)) {
                return i;
            }
        }
        return line.length();
    }

    private static int valueStart(String line, int keyEnd) {
        int start = keyEnd;
        boolean separator = false;
        while (start < line.length()) {
            char c = line.charAt(start);
            if (!separator && (c == '=' || c == ':')) {
                separator = true;
            } else if (!isBlank(c)) {
                break;
            }
            start++;
        }
        return start;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private String unescape(String escaped, int line) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder plain = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\' || ++i == escaped.length()) {
                plain.append(c == '\\' ? "" : String.valueOf(c));
                continue;
            }
            char kind = escaped.charAt(i);
            if (kind == 'u') {
                plain.append(unicode(escaped, i + 1, line));
                i += HEX_DIGITS;
            } else {
                plain.append(control(kind));
            }
        }
        return plain.toString();
    }

    private static char control(char kind) {
        switch (kind) {
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'n':
                return '\n';
            case 'f':
                return '\f';
            default:
                return kind;
        }
    }

    private char unicode(String escaped, int from, int line) {
        int value = 0;
        for (int i = from; i < from + HEX_DIGITS; i++) {
            int digit = i < escaped.length() ? Character.digit(escaped.charAt(i), HEX_RADIX) : -1;
            if (digit < 0) {
                throw new ConfigException(fileName + ":" + line + ": malformed \\u escape");
            }
            value = value * HEX_RADIX + digit;
        }
        return (char) value;
    }
}
