/**
 * Results as JSON Lines, in the schema of DL Streamer's gvametaconvert: the sink of jobs, and the
 * sink type {@code json-lines} of the service.
 */
package sluice.stage.sink.jsonl;
