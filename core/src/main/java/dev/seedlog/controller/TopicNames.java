package dev.seedlog.controller;

import dev.seedlog.metadata.TopicsImage;

/** Which names a topic may have. */
public final class TopicNames {

    /** The log of the metadata itself, which is no topic of the cluster's. */
    public static final String CLUSTER_METADATA = "__cluster_metadata";

    /** With a partition number and a dash it still is a file name of at most 255 bytes. */
    private static final int MAX_LENGTH = 249;

    private TopicNames() {
    }

    /** What is wrong with a name, or null. */
    public static String problem(String name) {
        if (name.isEmpty()) {
            return "Topic name is invalid: it is empty.";
        }
        if (name.equals(".") || name.equals("..")) {
            return "Topic name is invalid: '" + name + "' is not allowed.";
        }
        if (name.length() > MAX_LENGTH) {
            return "Topic name is invalid: it has " + name.length() + " characters, the longest allowed has "
                    + MAX_LENGTH + ": '" + name + "'.";
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i))) {
                return "Topic name is invalid: '" + name + "' has characters other than ASCII letters and digits, '.',"
                        + " '_' and '-'.";
            }
        }
        return null;
    }

    /**
     * An existing topic that could not be told from this one in the names of metrics, where '.' becomes '_'; null if
     * there is none. A topic collides with itself.
     */
    public static String colliding(TopicsImage topics, String name) {
        if (name.indexOf('.') < 0 && name.indexOf('_') < 0) {
            return null;
        }
        for (String other : topics.idByName().keys()) {
            if (collide(name, other)) {
                return other;
            }
        }
        return null;
    }

    private static boolean collide(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (unified(one.charAt(i)) != unified(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char unified(char c) {
        return c == '.' ? '_' : c;
    }

    private static boolean isLegal(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }
}
