package dev.seedlog.generator;

import java.util.TreeSet;

/** The text of one Java file as it grows: it indents by braces and collects imports. */
final class JavaText {

    private static final String INDENT = "    ";

    private final String packageName;
    private final TreeSet<String> imports = new TreeSet<>();
    private final StringBuilder body = new StringBuilder();
    private int depth;

    JavaText(String packageName) {
        this.packageName = packageName;
    }

    /** Imports a class of another package. */
    void use(String className) {
        imports.add(className);
    }

    /** Adds a line; a closing brace at its beginning ends a block, an opening one at its end begins one. */
    void line(String text) {
        if (text.startsWith("}")) {
            depth--;
        }
        if (!text.isEmpty()) {
            body.append(INDENT.repeat(depth)).append(text);
        }
        body.append('\n');
        if (text.endsWith("{")) {
            depth++;
        }
    }

    void blank() {
        body.append('\n');
    }

    /** The whole file. */
    String file() {
        StringBuilder file = new StringBuilder("package ").append(packageName).append(";\n\n");
        for (String name : imports) {
            file.append("import ").append(name).append(";\n");
        }
        if (!imports.isEmpty()) {
            file.append('\n');
        }
        return file.append(body).toString();
    }
}
