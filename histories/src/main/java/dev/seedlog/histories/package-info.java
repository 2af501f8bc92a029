/**
 * Operation histories: what clients asked for, what they were answered, and when. The model and the recorder are here;
 * {@code edn} reads and writes them, the packages of the checkers judge them. Nothing here knows who served the
 * clients.
 */
package dev.seedlog.histories;
