/**
 * The group coordinator: a replicated machine on {@code __consumer_offsets}. Memberships of the classic protocol and
 * committed offsets are what the log says; who is about to join or sync is known to the leader alone and is lost with
 * it, as the clients expect.
 */
package dev.seedlog.group;
