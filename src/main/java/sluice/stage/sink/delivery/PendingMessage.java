package sluice.stage.sink.delivery;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;

/**
 * What a stream has told, before the spool's thread makes a message of it. The sinks of a stream
 * share it, so that it is made once. Holds no picture of the decoder's.
 */
final class PendingMessage {
  private final boolean isFrame;
  private final PendingPicture picture;
  private @Nullable Function<byte[], Message> maker;
  private byte @Nullable [] record;

  /**
   * Nothing is made yet.
   *
   * @param isFrame whether it tells of a frame
   * @param picture that belongs to it
   * @param maker makes the message, with a JPEG or an empty array, on the spool's thread
   */
  PendingMessage(boolean isFrame, PendingPicture picture, Function<byte[], Message> maker) {
    this.isFrame = isFrame;
    this.picture = picture;
    this.maker = maker;
  }

  /** Whether it tells of a frame; else of an event or a state. */
  boolean isFrame() {
    return isFrame;
  }

  /** Its picture: it can be made once that is ready. */
  PendingPicture picture() {
    return picture;
  }

  /** The message as spools keep it, the same array each time. On the spool's thread. */
  byte[] record() {
    byte[] made = record;
    Function<byte[], Message> making = maker;
    if (made == null && making != null) {
      made = MessageCodec.encode(making.apply(picture.jpeg()));
      record = made;
      maker = null; // what it was made of isn't needed any more
    }
    if (made == null) {
      throw new IllegalStateException("nothing to make a message of");
    }
    return made;
  }
}
