/** What is configured: for the node by its files, and for topics and brokers by the metadata on top of that. */
package dev.seedlog.broker.config;
