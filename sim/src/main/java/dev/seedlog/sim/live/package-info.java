/** The same clients on real sockets: they work on a running cluster, and their history is judged alike. */
package dev.seedlog.sim.live;
