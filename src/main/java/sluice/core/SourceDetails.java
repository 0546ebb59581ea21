package sluice.core;

/**
 * What is known of how a source's pictures are stored and come, beyond what working on them needs.
 *
 * @param pixelAspect of the first picture as stored
 */
public record SourceDetails(PixelAspect pixelAspect) {
  /** Of a source of which nothing more is known. */
  public static final SourceDetails UNKNOWN = new SourceDetails(PixelAspect.SQUARE);
}
