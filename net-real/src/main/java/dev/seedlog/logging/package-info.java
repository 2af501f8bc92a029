/** Where log lines go: one line each to standard error, through SLF4J, without a logging library to load. */
package dev.seedlog.logging;
