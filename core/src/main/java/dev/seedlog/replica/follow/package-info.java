/**
 * How a broker follows the leaders of its replicas: by Fetch, as far as its log is the leader's, cutting away what is
 * not (KIP-101, KIP-279, KIP-320, KIP-595).
 */
package dev.seedlog.replica.follow;
