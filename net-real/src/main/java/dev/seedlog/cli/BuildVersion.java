package dev.seedlog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the commit that this was built from; the build writes both into a resource. */
public final class BuildVersion implements IVersionProvider {

    private static final String RESOURCE = "version.properties";
    private static final String NOT_FILLED_IN = "${";

    @Override
    public String[] getVersion() {
        String changed = value("changed").equals("true") ? ", with changes" : "";
        return new String[] {"seedlog " + value("version") + " (commit " + commit() + changed + ")"};
    }

    /** The commit's full hash; {@code unknown} if the sources were built outside of a checkout. */
    public static String commit() {
        return value("commit");
    }

    private static String value(String name) {
        Properties properties = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String value = properties.getProperty(name, "");
        return value.isBlank() || value.startsWith(NOT_FILLED_IN) ? "unknown" : value;
    }
}
