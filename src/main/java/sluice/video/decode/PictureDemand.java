package sluice.video.decode;

/**
 * Says which pictures of a source will be looked at, before they are decoded, so that the others
 * need not be. Pictures are asked for in the order in which they are shown, some of them ahead of
 * what {@link Decoder#next} has given so far; those that it will not give are told by {@link
 * #passed}. Called on the decoder's thread while it runs {@link Decoder#next}.
 */
public interface PictureDemand {

  /** The time between two wanted pictures, nanoseconds; a constant. */
  long intervalNanos();

  /**
   * Pictures are asked for from here on: what follows is the picture after the last one that was
   * given or passed, but for those that are asked for once more.
   */
  void begin();

  /**
   * Whether a picture is wanted.
   *
   * @param timestampNanos as {@link DecodedPicture#timestampNanos} will say
   */
  boolean wants(long timestampNanos);

  /**
   * The same where key frames serve the rate: one near the due time is wanted in place of the very
   * picture.
   *
   * @param timestampNanos as {@link DecodedPicture#timestampNanos} will say
   * @param key whether it is a key frame
   */
  boolean wantsNear(long timestampNanos, boolean key);

  /**
   * The packets that a wanted picture needs are there, and none of them is decoded yet. Where the
   * source doesn't run away, this is the place to wait until shortly before the picture's time: a
   * decoder that rests holds fewer pictures before it decodes than after.
   *
   * @param timestampNanos as {@link DecodedPicture#timestampNanos} will say
   */
  void rest(long timestampNanos);

  /** No picture earlier than this will be wanted, by what was asked so far; nanoseconds. */
  long nextNanos();

  /**
   * A picture passes that was not wanted, in its turn between those that {@link Decoder#next}
   * gives.
   *
   * @param timestampNanos as {@link DecodedPicture#timestampNanos} would have said
   */
  void passed(long timestampNanos);
}
