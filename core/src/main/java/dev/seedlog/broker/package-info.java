/** A node: what it opens when it starts, in which order, and how its parts are wired. */
package dev.seedlog.broker;
