/**
 * The JSON of results, for every sink and event that carries them. Depends on the streaming core of
 * Jackson.
 */
package sluice.stage.sink.json;
