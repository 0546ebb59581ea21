/** What is known of the configured sinks, and the port to it, for the API and telemetry. */
package sluice.service.sink;
