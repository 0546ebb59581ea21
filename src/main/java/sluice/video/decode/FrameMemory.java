package sluice.video.decode;

/**
 * Where a decoder's pictures are to lie. Called on whatever threads decode or let go of pictures;
 * must not throw.
 */
public interface FrameMemory {

  /**
   * Memory for a picture, in use until it is given back. It holds zeros, or a picture of the same
   * source; vector code may read and write somewhat beyond what a picture fills, but not beyond
   * what was asked for by more than FFmpeg allows itself.
   *
   * @param bytes above 0
   * @return its address, divisible by 64; 0 where there is no room, so that the picture lies
   *     elsewhere
   */
  long take(long bytes);

  /** Neither the decoder nor a picture refers to memory any more that was taken at this address. */
  void giveBack(long address);
}
