/**
 * The controller: decides what the cluster is. Each API has a class of its own that turns a request and an image into
 * records and an answer, changing nothing; {@link dev.seedlog.controller.Controller} holds the image and the sessions
 * of brokers, and brings them together.
 */
package dev.seedlog.controller;
