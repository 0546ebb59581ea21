package sluice.stage.sink.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;
import sluice.testing.ConfigText;

/** Messages for databases, what becomes of them, and settings. */
final class SqlFixture {
  static final Instant TIME = Instant.parse("2024-05-01T10:00:00.123Z");
  static final byte[] NO_PICTURE = {};

  private SqlFixture() {}

  /** What was settled, in its order. For one thread. */
  static final class Settled implements Settlement {
    final List<String> acknowledged = new ArrayList<>();
    final Map<String, String> refused = new LinkedHashMap<>();

    @Override
    public void acknowledged(Message message) {
      acknowledged.add(message.id());
    }

    @Override
    public void refused(Message message, String reason) {
      refused.put(message.id(), reason);
    }
  }

  /** The settings of a sink called {@code one}; {@code P} is a password of the environment. */
  static SqlSinkConfig config(Path folder, String settings, String password) {
    ConfigText text =
        ConfigText.of(folder, "sluice.sinks.one { type = sql, " + settings + " }")
            .with("P", password);
    return (SqlSinkConfig) text.fine().sinks().get("one");
  }

  static SqlDestination destination(SqlSinkConfig config, Path folder) {
    return SqlDestination.of(config, context(folder, Clock.systemUTC(), false));
  }

  static SqlDestination destination(Path folder, String settings) {
    return destination(config(folder, settings, "unused"), folder);
  }

  /** One made for a test alone. */
  static SqlDestination forTest(SqlSinkConfig config, Path folder) {
    return SqlDestination.of(config, context(folder, Clock.systemUTC(), true));
  }

  /** One with shorter limits. */
  static SqlDestination impatient(
      Path folder,
      DatabaseUrl.Postgres url,
      SqlSinkConfig config,
      int answerSeconds,
      Duration budget) {
    return new SqlDestination(
        config,
        new PostgresDatabase(config, url, answerSeconds),
        context(folder, Clock.systemUTC(), false),
        budget);
  }

  static DestinationContext context(Path folder, Clock clock, boolean isTest) {
    return new DestinationContext(
        "one",
        "host",
        folder.resolve("own"),
        clock,
        host -> InetAddress.getLoopbackAddress(),
        "",
        isTest);
  }

  static Message message(MessageKind kind, String id, String stream, String members) {
    return message(kind, id, stream, members, NO_PICTURE);
  }

  static Message message(
      MessageKind kind, String id, String stream, String members, byte[] picture) {
    String body =
        "{\"id\":\"%s\",\"type\":\"%s\",\"run\":\"r1\",\"stream\":\"%s\",%s}"
            .formatted(id, kind.wireName(), stream, members);
    return new Message(id, stream, kind, TIME, Optional.empty(), body.getBytes(UTF_8), picture);
  }

  /** A frame with two detections. */
  static Message frame(String stream, int number) {
    return frame(stream, number, "person");
  }

  /** The same with another label. */
  static Message frame(String stream, int number, String label) {
    return message(
        MessageKind.DETECTIONS,
        "r1-%s-%d".formatted(stream, number),
        stream,
        """
        "frame_id":%d,"timestamp":40000000,"system_timestamp":"2024-05-01T10:00:00.123Z",
        "source":"rtsp://cam/1","resolution":{"width":640,"height":480},"objects":[
        {"x":1,"y":2,"w":30,"h":40,"roi_type":"%2$s","detection":{"bounding_box":{"x_min":0.1,
        "x_max":0.2,"y_min":0.3,"y_max":0.4},"confidence":0.9,"label_id":7,"label":"%2$s"},
        "id":12,"zone_violations":["door"]},
        {"x":null,"y":null,"w":3,"h":4,"roi_type":"car","detection":{"bounding_box":{},
        "confidence":null,"label_id":2,"label":"car"}}],
        "trace_id":"abc","timings_ms":{"decode":1.5}\
        """
            .formatted(number, label));
  }

  static List<Message> frames(String stream, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> frame(stream, i)).toList();
  }

  /** An event of each kind, with what the service puts into it. */
  static List<Message> events(String stream) {
    String id = "r1-" + stream + "-e";
    String box = "\"box\":{\"x_min\":0.1,\"x_max\":0.2,\"y_min\":0.3,\"y_max\":0.4}";
    return List.of(
        message(
            MessageKind.OBJECT,
            id + 1,
            stream,
            "\"timestamp\":5,\"phase\":\"start\",\"object\":{\"id\":12,\"key\":\"k\",\"label\":\"cat\","
                + "\"confidence\":0.8,"
                + box
                + ",\"duration_ms\":70,\"zones\":[\"door\"]}"),
        message(
            MessageKind.LINE,
            id + 2,
            stream,
            "\"timestamp\":6,\"line\":\"gate\",\"direction\":\"in\",\"name\":null,\"object\":{\"id\":12,"
                + "\"label\":\"cat\","
                + box
                + "},\"crossed_at\":5,\"counts\":{\"in\":1,\"out\":0}"),
        message(
            MessageKind.ZONE,
            id + 3,
            stream,
            "\"timestamp\":7,\"zone\":\"door\",\"phase\":\"exit\",\"object\":{\"id\":12,\"label\":\"cat\","
                + box
                + "},\"since\":1,\"duration_ms\":6"),
        message(
            MessageKind.OCCUPANCY,
            id + 4,
            stream,
            "\"timestamp\":8,\"zone\":\"door\",\"counts\":{\"cat\":2},\"total\":2,\"crowded\":false"));
  }

  static Message state(String stream, int number) {
    return message(
        MessageKind.STATE,
        "r1-%s-s%d".formatted(stream, number),
        stream,
        "\"state\":\"running\",\"cause\":\"frames"
            + " flow\",\"system_timestamp\":\"2024-05-01T10:00:00Z\"");
  }

  static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }
}
