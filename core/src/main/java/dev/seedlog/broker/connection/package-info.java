/**
 * Clients' connections: frames in, requests dispatched by API and version, answers out in the order of the requests.
 */
package dev.seedlog.broker.connection;
