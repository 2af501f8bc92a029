/** What a fetch asks for: sessions that remember it between requests (KIP-227), and the order in which it is served. */
package dev.seedlog.replica.fetch;
