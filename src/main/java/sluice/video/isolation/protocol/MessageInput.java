package sluice.video.isolation.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads messages of a process that may lie. One thread. */
public final class MessageInput {
  private final FrameInput frames;

  /**
   * Reads a stream that stays the caller's.
   *
   * @param text hears what libraries wrote between messages
   */
  public MessageInput(InputStream in, Consumer<String> text) {
    this.frames = new FrameInput(in, text);
  }

  /**
   * The next message, waiting for it.
   *
   * @return null where nothing more comes
   * @throws IOException when the stream can't be read
   * @throws ProtocolException when it is no message, or says what can't be
   */
  public @Nullable Message read() throws IOException {
    ByteBuffer frame = frames.read();
    return frame == null ? null : parse(frame);
  }

  private static Message parse(ByteBuffer frame) {
    WireReader in = new WireReader(frame);
    MessageKind kind = Wires.constant("a message's kind", MessageKind.values(), in.getByte());
    Message message =
        switch (kind) {
          case READY -> new Message.Ready(BoxStatuses.read(in));
          case OPENED -> new Message.Opened(StreamInfos.read(in));
          case READING -> new Message.Reading(in.getFlag());
          case STREAMS -> new Message.Streams(streams(in));
          case SHAPE -> new Message.Shape(PictureShape.read(in));
          case PICTURE ->
              new Message.Picture(
                  in.getLong(), in.getLong(), in.getLong(), in.getFlag(), Counts.read(in));
          case PACKET ->
              new Message.Packet(
                  in.getInt(),
                  in.getInt(),
                  in.getLong(),
                  in.getLong(),
                  in.getLong(),
                  in.getView("a packet", Limits.MESSAGE_BYTES));
          case CONFIGURATION ->
              new Message.Configuration(
                  in.getBytes("a codec's configuration", Limits.PARAMETER_BYTES));
          case PASSED -> passed(in);
          case DEMAND ->
              new Message.Demand(
                  Wires.constant("a call", Message.Call.values(), in.getByte()),
                  in.getLong(),
                  in.getFlag());
          case FULL -> new Message.Full(in.getInt("pictures held", 0, Integer.MAX_VALUE));
          case ENDED -> new Message.Ended(Counts.read(in));
          case FAILED ->
              new Message.Failed(
                  Wires.constant("a failure's kind", Message.FailureKind.values(), in.getByte()),
                  in.getText("a failure"),
                  Counts.read(in));
          case LOG ->
              new Message.Log(
                  Wires.constant("a level", Message.Level.values(), in.getByte()),
                  in.getText("a text for the log"));
        };
    in.requireEnd();
    return message;
  }

  private static Message passed(WireReader in) {
    int packets = in.getInt("packets", 1, Integer.MAX_VALUE);
    return new Message.Passed(packets, in.getInt("key frames", 0, packets));
  }

  private static List<StreamParameters> streams(WireReader in) {
    int number = (int) ProtocolException.within("streams", in.getByte(), 1, Limits.STREAMS);
    List<StreamParameters> streams = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      streams.add(StreamParameters.read(in));
    }
    return List.copyOf(streams);
  }
}
