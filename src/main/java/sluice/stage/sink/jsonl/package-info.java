/**
 * Results as JSON Lines, in the schema of DL Streamer's gvametaconvert. Depends on {@code
 * sluice.stage.sink}, {@code sluice.stage.sink.files}, {@code sluice.core}, Jackson.
 */
package sluice.stage.sink.jsonl;
