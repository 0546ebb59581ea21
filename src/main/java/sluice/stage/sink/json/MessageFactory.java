package sluice.stage.sink.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import sluice.core.TraceContext;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;
import sluice.json.JsonText;
import sluice.json.Naming;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkEvent;
import sluice.stage.sink.SinkItem;

/**
 * Factory of a stream's messages: JSON objects that begin with {@code id}, {@code type}, {@code
 * stream} and {@code run}, whatever they tell of. For one thread.
 */
public final class MessageFactory {
  /** No picture. */
  public static final byte[] NONE = {};

  private final String stream;
  private String source = "";
  private DetectionJson json = new DetectionJson("");

  /** A factory of messages of a stream. */
  public MessageFactory(String stream) {
    this.stream = stream;
  }

  /**
   * What was found in a frame.
   *
   * @param from name of the source, without credentials
   * @param picture a JPEG; empty where there is none
   */
  public Message ofFrame(String run, String from, SinkItem item, byte[] picture) {
    if (!from.equals(source)) {
      source = from;
      json = new DetectionJson(from);
    }
    json.make(item);
    String id = id(run, Long.toString(item.frameNumber()));
    byte[] head = head(id, MessageKind.DETECTIONS, run, true);
    return new Message(
        id,
        stream,
        MessageKind.DETECTIONS,
        item.systemTimestamp(),
        Optional.ofNullable(item.trace()).map(TraceContext::traceparent),
        joined(head, json.array(), json.length()),
        picture);
  }

  /** What a sink was told besides frames, without a picture. */
  public Message ofEvent(SinkEvent event) {
    return switch (event) {
      case SinkEvent.Scene(String run, long number, SceneEvent happened) ->
          ofEvent(run, number, happened, NONE);
      case SinkEvent.State(String run, long number, StateChange change) ->
          ofState(run, number, change);
    };
  }

  /**
   * Something that happened in the scene.
   *
   * @param number of the event; see {@link RunIds#number}
   * @param picture a JPEG; empty where there is none
   */
  public Message ofEvent(String run, long number, SceneEvent event, byte[] picture) {
    MessageKind kind = MessageKind.of(event);
    String id = id(run, "e" + number);
    byte[] data = SceneEventJson.data(stream, event).getBytes(StandardCharsets.UTF_8);
    return new Message(
        id,
        stream,
        kind,
        event.systemTimestamp(),
        Optional.empty(),
        joined(head(id, kind, run, false), data, data.length),
        picture);
  }

  /**
   * A state of the stream.
   *
   * @param number of the state; see {@link RunIds#number}
   */
  public Message ofState(String run, long number, StateChange change) {
    String id = id(run, "s" + number);
    byte[] data =
        JsonText.of(new State(change.state(), change.cause(), change.at()), Naming.SNAKE)
            .getBytes(StandardCharsets.UTF_8);
    byte[] head = head(id, MessageKind.STATE, run, true);
    return new Message(
        id,
        stream,
        MessageKind.STATE,
        change.at(),
        Optional.empty(),
        joined(head, data, data.length),
        NONE);
  }

  /**
   * A message that tells of nothing, for the test of a sink's connection; of a stream {@code test}.
   *
   * @param sink the sink's name
   */
  public static Message ofTest(String sink, Instant now) {
    MessageFactory factory = new MessageFactory("test");
    String run = Long.toString(now.toEpochMilli());
    String id = factory.id(run, sink);
    byte[] data =
        JsonText.of(new Test("a test of the sink " + sink, now), Naming.SNAKE)
            .getBytes(StandardCharsets.UTF_8);
    return new Message(
        id,
        "test",
        MessageKind.TEST,
        now,
        Optional.empty(),
        joined(factory.head(id, MessageKind.TEST, run, true), data, data.length),
        NONE);
  }

  /** The data of a test. */
  private record Test(String text, Instant systemTimestamp) {}

  /** The data of a state. */
  private record State(String state, String cause, Instant systemTimestamp) {}

  private String id(String run, String number) {
    return run + "-" + stream + "-" + number;
  }

  /** The members that all have, without the closing brace. Ids need no escapes. */
  private byte[] head(String id, MessageKind kind, String run, boolean withStream) {
    String named = withStream ? "\"stream\":\"" + stream + "\"," : "";
    return "{\"id\":\"%s\",\"type\":\"%s\",\"run\":\"%s\",%s"
        .formatted(id, kind.wireName(), run, named)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A head and the members of an object, whose opening brace is left out. */
  private static byte[] joined(byte[] head, byte[] object, int length) {
    byte[] result = Arrays.copyOf(head, head.length + length - 1);
    System.arraycopy(object, 1, result, head.length, length - 1);
    return result;
  }
}
