package sluice.core;

/**
 * What is known of a source once it is open.
 *
 * @param name how the user named it, without credentials
 * @param width width of its first picture as displayed, in square pixels
 * @param height height of its first picture as displayed, in square pixels
 * @param frameRate frames a second by its header, 0 where it names none
 * @param frames how many frames it is likely to have, -1 where unknown; headers err
 * @param live whether it comes at its own pace and can't wait
 * @param details how its pictures are stored and come
 */
public record SourceInfo(
    String name,
    int width,
    int height,
    double frameRate,
    long frames,
    boolean live,
    SourceDetails details) {

  /** A source of which nothing more is known. */
  public SourceInfo(
      String name, int width, int height, double frameRate, long frames, boolean live) {
    this(name, width, height, frameRate, frames, live, SourceDetails.UNKNOWN);
  }
}
