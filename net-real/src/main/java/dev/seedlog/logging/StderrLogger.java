package dev.seedlog.logging;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that prints lines to the current {@link LogOutput}. */
final class StderrLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    StderrLogger(String name) {
        this.name = name;
    }

    @Override
    protected void handleNormalizedLoggingCall(Level level, Marker marker, String pattern, Object[] arguments,
                                               Throwable thrown) {
        String message = arguments == null ? pattern : MessageFormatter.basicArrayFormat(pattern, arguments);
        LogOutput.current().print(level, name, message, thrown);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return LogOutput.current().accepts(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return LogOutput.current().accepts(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return LogOutput.current().accepts(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return LogOutput.current().accepts(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return LogOutput.current().accepts(Level.ERROR);
    }
}
