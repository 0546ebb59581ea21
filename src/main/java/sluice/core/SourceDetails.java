package sluice.core;

import java.util.Optional;

/**
 * What is known of how a source's pictures are stored and come, beyond what working on them needs.
 *
 * @param pixelAspect of the first picture as stored
 * @param clock whether its pictures come with times of their own; else a live one's are those at
 *     which they come, a file's are counted
 * @param transport how a server's packets travel; absent for files and devices
 */
public record SourceDetails(
    PixelAspect pixelAspect, boolean clock, Optional<TransportProtocol> transport) {
  /** Of a source of which nothing more is known. */
  public static final SourceDetails UNKNOWN =
      new SourceDetails(PixelAspect.SQUARE, true, Optional.empty());
}
