package sluice.video.isolation.protocol;

/** What either side takes from the other at the most; whatever is beyond it is refused. */
public final class Limits {
  /** Of the memory for pictures, of which only what is used is there. */
  public static final long MEMORY_BYTES = 1L << 30;

  /** At the end of that memory: vector code may read so far beyond a picture. */
  public static final int MEMORY_PADDING = 64 << 10;

  /** Of one picture. */
  public static final long PICTURE_BYTES = 256L << 20;

  /** Of a picture's width and height, pixels. */
  public static final int SIDE = 16_384;

  /** Of one message or order, and so of a packet. */
  public static final int MESSAGE_BYTES = 16 << 20;

  /** Of a text in UTF-8. */
  public static final int TEXT_BYTES = 4096;

  /** Of what a decoder needs to know of a stream (extradata, side data). */
  public static final int PARAMETER_BYTES = 1 << 20;

  /** Pieces of side data of a stream. */
  public static final int SIDE_DATA = 32;

  /** Streams of an input: video and sound. */
  public static final int STREAMS = 2;

  /** Planes of a picture. */
  public static final int PLANES = 4;

  /** Pictures that one order gives back, and that a service holds. */
  public static final int PICTURES = 1024;

  /** Options of a demuxer. */
  public static final int OPTIONS = 64;

  /** Of times and durations, in any unit: centuries, to which others may still be added. */
  public static final long TICKS = Long.MAX_VALUE / 4;

  private Limits() {}
}
