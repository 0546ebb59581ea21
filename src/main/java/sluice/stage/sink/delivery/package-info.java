/**
 * Delivery of messages to the far side of sinks: a {@link sluice.stage.sink.delivery.Destination}
 * is the port that a type of sinks implements; what is here spools messages, hands them to it in
 * order, and tries again until it acknowledges or refuses them.
 */
package sluice.stage.sink.delivery;
