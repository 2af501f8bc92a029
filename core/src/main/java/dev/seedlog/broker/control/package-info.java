/**
 * The way from a broker to the active controller, wherever that is: what may be asked of it, the connection, and whom
 * to ask for the cluster's id before there is anything else.
 */
package dev.seedlog.broker.control;
