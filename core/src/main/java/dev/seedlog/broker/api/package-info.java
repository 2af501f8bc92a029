/**
 * The APIs that are served, one file each. A handler translates between the protocol and the domain; what follows from
 * what is decided in the packages below.
 */
package dev.seedlog.broker.api;
