/**
 * The sink type {@code webhook}: batches of messages as POST requests over HTTP, signed as Standard
 * Webhooks say.
 */
package sluice.stage.sink.webhook;
