package sluice.video.isolation.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.StreamInfo;

/**
 * What a decoder's process tells the service. Whoever reads one may believe nothing that is not
 * checked; what is checked here is said with each.
 */
public sealed interface Message {

  /**
   * The process has its box and waits for its source. The first message.
   *
   * @param box what of it is in force
   */
  record Ready(BoxStatus box) implements Message {}

  /**
   * The input is open and its first picture decoded, which is told when it is asked for.
   *
   * @param info what the input says of itself
   */
  record Opened(StreamInfo info) implements Message {}

  /**
   * The input is open, and not decoded: its packets follow unasked.
   *
   * @param download whether it is a recording on a web server
   */
  record Reading(boolean download) implements Message {}

  /**
   * The streams whose packets may come; ahead of {@link Opened}.
   *
   * @param streams the video first; one or two
   */
  record Streams(List<StreamParameters> streams) implements Message {}

  /**
   * How the pictures lie that follow.
   *
   * @param shape checked in itself, not against the format
   */
  record Shape(PictureShape shape) implements Message {}

  /**
   * A picture. Its memory stays as it is until an order gives it back.
   *
   * @param offset where it begins in the shared memory, within which it ends with the shape's bytes
   * @param timestampNanos as {@link sluice.video.decode.DecodedPicture#timestampNanos}
   * @param decodeNanos as {@link sluice.video.decode.DecodedPicture#decodeNanos}
   * @param damaged whether the decoder had to guess parts of it
   * @param counts up to here
   */
  record Picture(long offset, long timestampNanos, long decodeNanos, boolean damaged, Counts counts)
      implements Message {}

  /**
   * A packet of a stream, for taps that need it.
   *
   * @param stream its number
   * @param flags FFmpeg's
   * @param pts when it is presented
   * @param dts when it is decoded
   * @param duration how long it lasts
   * @param data its bytes, valid until the next message is read
   */
  record Packet(int stream, int flags, long pts, long dts, long duration, ByteBuffer data)
      implements Message {}

  /**
   * The configuration that holds from the next packet on, which brings it.
   *
   * @param data as the codec has it
   */
  @SuppressWarnings("ArrayRecordComponent") // values on their way, never compared
  record Configuration(byte[] data) implements Message {}

  /**
   * Packets of the video came that were not sent, for nobody needs them: a sign of life.
   *
   * @param packets how many
   * @param keyFrames how many of them
   */
  record Passed(int packets, int keyFrames) implements Message {}

  /**
   * A call of the demand that {@link Order.Serve} announced; {@link Order.Answer} is the answer.
   *
   * @param call what is called
   * @param timestampNanos its argument, where it has one
   * @param key its argument, where it has one
   */
  record Demand(Call call, long timestampNanos, boolean key) implements Message {}

  /** The methods of {@link sluice.video.decode.PictureDemand}. */
  enum Call {
    /** Answered with the next time alone. */
    BEGIN,
    /** Answered. */
    WANTS,
    /** Answered. */
    WANTS_NEAR,
    /** Answered when the wait is over. */
    REST,
    /** Not answered. */
    PASSED
  }

  /**
   * There is no room for a picture: the process waits for one to be given back.
   *
   * @param held pictures that the service has
   */
  record Full(int held) implements Message {}

  /**
   * The input has ended.
   *
   * @param counts up to here
   */
  record Ended(Counts counts) implements Message {}

  /**
   * The input can't be opened or read on. Nothing else follows.
   *
   * @param kind what kind of failure
   * @param text for the user, or the address for {@link FailureKind#REDIRECTED}
   * @param counts up to here
   */
  record Failed(FailureKind kind, String text, Counts counts) implements Message {}

  /** Kinds of failures. */
  enum FailureKind {
    /** {@link sluice.core.ErrorCode#INPUT}. */
    INPUT,
    /** {@link sluice.core.UnsupportedSourceException}. */
    UNSUPPORTED,
    /** {@link sluice.video.demux.RedirectedException}. */
    REDIRECTED,
    /** The server sends its media as datagrams only, which this process may not receive. */
    DATAGRAMS,
    /** A fault of the process itself. */
    INTERNAL
  }

  /**
   * Text for the log.
   *
   * @param level how important
   * @param text one line without secrets
   */
  record Log(Level level, String text) implements Message {}

  /** Levels of the log. */
  enum Level {
    /** An error. */
    ERROR,
    /** A warning. */
    WARN,
    /** For who looks for a fault. */
    DEBUG
  }
}
