package dev.seedlog.group;

/**
 * Who a request came from, as DescribeGroups shows it.
 *
 * @param id the client's own name; empty if it does not say
 * @param host its address, with a slash in front as Java prints addresses and Kafka's tools show them
 */
public record ClientIdentity(String id, String host) {
}
