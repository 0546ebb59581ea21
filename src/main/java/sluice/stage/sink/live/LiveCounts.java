package sluice.stage.sink.live;

/**
 * What live pictures have cost so far.
 *
 * @param pictures drawn and encoded
 * @param bytes of their JPEGs
 * @param cpuNanos processor time that drawing and encoding took
 * @param canvases that are held now, each with its scaler and encoder
 */
public record LiveCounts(long pictures, long bytes, long cpuNanos, int canvases) {}
