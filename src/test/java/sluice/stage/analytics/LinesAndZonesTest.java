package sluice.stage.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.core.Direction;
import sluice.core.Point;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ZoneSettings;

/** Paths of one point, with what must be told of them, in order. */
class LinesAndZonesTest {
  private static final double MARGIN = 0.01;

  static Stream<Arguments> cases() throws IOException {
    try (InputStream in = LinesAndZonesTest.class.getResourceAsStream("lines-and-zones.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .flatMap(each -> Stream.of(0.0, 0.2).map(confirm -> caseOf(each, confirm)));
    }
  }

  private static Arguments caseOf(JsonNode described, double confirm) {
    return Arguments.of(described.get("name").textValue(), confirm, described);
  }

  @ParameterizedTest(name = "{0}, held for at least {1} s")
  @MethodSource("cases")
  void tellsWhatHappened(String name, double confirm, JsonNode described) {
    JsonNode config = described.get("config");
    double held = Math.max(confirm, config.path("confirm").asDouble(0));
    SceneAnalyzer analyzer = new SceneAnalyzer(lines(config, held), zones(config, held));
    List<String> told = new ArrayList<>();
    points(described)
        .forEach(
            (time, seen) -> {
              seen.forEach((id, point) -> analyzer.seen(id, "person", time, point, 1));
              analyzer.drain().forEach(event -> told.add(words(event)));
            });
    assertThat(told).isEqualTo(expected(described));
  }

  private static List<LineSettings> lines(JsonNode config, double held) {
    List<LineSettings> lines = new ArrayList<>();
    for (JsonNode line : config.get("lines")) {
      Set<Direction> directions =
          line.has("direction")
              ? Set.of(
                  Direction.valueOf(line.get("direction").textValue().toUpperCase(Locale.ROOT)))
              : Set.of(Direction.values());
      lines.add(
          new LineSettings(
              line.get("name").textValue(),
              point(line.get("from")),
              point(line.get("to")),
              directions,
              Optional.empty(),
              Optional.empty(),
              Set.of(),
              MARGIN,
              seconds(held)));
    }
    return lines;
  }

  private static List<ZoneSettings> zones(JsonNode config, double held) {
    List<ZoneSettings> zones = new ArrayList<>();
    for (JsonNode zone : config.get("zones")) {
      List<Point> corners = new ArrayList<>();
      zone.get("points").forEach(corner -> corners.add(point(corner)));
      zones.add(
          new ZoneSettings(
              zone.get("name").textValue(),
              corners,
              Set.of(),
              seconds(held),
              seconds(zone.path("leave").asDouble(held)),
              zone.has("dwell")
                  ? Optional.of(seconds(zone.get("dwell").doubleValue()))
                  : Optional.empty(),
              OptionalInt.empty()));
    }
    return zones;
  }

  private static Map<Long, Map<Long, Point>> points(JsonNode described) {
    Map<Long, Map<Long, Point>> points = new TreeMap<>();
    for (JsonNode track : described.get("tracks")) {
      for (JsonNode point : track.get("points")) {
        long time = seconds(point.get(0).doubleValue()).toNanos();
        Point at = new Point(point.get(1).floatValue(), point.get(2).floatValue());
        points.computeIfAbsent(time, _ -> new TreeMap<>()).put(track.get("id").longValue(), at);
      }
    }
    return points;
  }

  private static String words(MonitorEvent event) {
    return switch (event) {
      case MonitorEvent.LineCrossed it ->
          "line %s %s %d"
              .formatted(it.line(), it.direction().name().toLowerCase(Locale.ROOT), it.object());
      case MonitorEvent.ZoneEntered it -> "enter " + it.zone() + " " + it.object();
      case MonitorEvent.ZoneDwelled it -> "dwell " + it.zone() + " " + it.object();
      case MonitorEvent.ZoneLeft it -> "exit " + it.zone() + " " + it.object();
      case MonitorEvent.OccupancyChanged it -> "occupancy " + it.zone() + " " + it.counts();
    };
  }

  private static List<String> expected(JsonNode described) {
    List<String> expected = new ArrayList<>();
    for (JsonNode event : described.get("expect")) {
      expected.add(
          String.join(
              " ",
              StreamSupport.stream(event.spliterator(), false).map(JsonNode::asText).toList()));
    }
    return expected;
  }

  private static Point point(JsonNode node) {
    return new Point(node.get(0).floatValue(), node.get(1).floatValue());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
