/**
 * Live pictures: drawn and encoded once for each stream and width, for all who watch, and only when
 * one of them asks. Depends on {@code stage.sink}, on the overlay that every drawn picture comes
 * from, on {@code video} and {@code core}. Plain Java; knows nothing of HTTP.
 */
package sluice.stage.sink.live;
