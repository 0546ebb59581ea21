package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.StreamObserver;
import sluice.testing.StartedService;
import sluice.testing.servers.HookServer;

/** Pictures reach a receiver: whole frames with detections, cut out objects with events. */
@Timeout(120)
class MessagePicturesServiceIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private String configuration(HookServer server) {
    return """
    sluice {
      data-dir = "%1$s/data"
      models.person { model = person-detection-hog, hint = latency, requests = 1, cache-dir = "%1$s/compiled" }
      defaults.model = person
      sinks.frames { %2$s, only = detections, filters { kinds = [detections], pictures = frame } }
      sinks.objects { %2$s, filters { kinds = [object, zone], pictures = crop } }
      streams.yard {
        source = "demo:seconds=10", loop = true, realtime = true, sinks = [frames, objects]
        zones.all { points = [[0, 0], [1, 0], [1, 1], [0, 1]] }
      }
    }
    """
        .formatted(folder, server.sinkSettings());
  }

  private static List<JsonNode> messages(HookServer server) {
    List<JsonNode> result = new ArrayList<>();
    for (HookServer.Request request : server.requests()) {
      try (MappingIterator<JsonNode> all =
          JSON.readerFor(JsonNode.class).readValues(request.body())) {
        result.addAll(all.readAll());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return result;
  }

  private static List<JsonNode> pictured(HookServer server, String type) {
    return messages(server).stream()
        .filter(message -> message.path("type").asText().equals(type) && message.has("picture"))
        .toList();
  }

  private static BufferedImage image(JsonNode message) throws IOException {
    byte[] jpeg = Base64.getDecoder().decode(message.get("picture").asText());
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(jpeg)));
  }

  @Test
  void picturesArrive() throws Exception {
    long before = NativeMemory.bytes();
    try (HookServer server = new HookServer()) {
      server.start();
      try (StartedService service =
          new StartedService(folder, configuration(server), id -> StreamObserver.NONE)) {
        service.await(1, stream -> true);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    !pictured(server, "detections").isEmpty()
                        && !pictured(server, "object").isEmpty()
                        && !pictured(server, "zone").isEmpty());
        JsonNode frame = pictured(server, "detections").getFirst();
        BufferedImage whole = image(frame);
        assertThat(whole.getWidth())
            .isEqualTo(Math.min(1_280, frame.at("/resolution/width").asInt()));
        BufferedImage cut = image(pictured(server, "zone").getFirst());
        assertThat(cut.getWidth()).isBetween(10, whole.getWidth() / 2);
        assertThat(cut.getHeight()).isGreaterThan(cut.getWidth());
      }
    }
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }
}
