package sluice.http.api;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sluice.core.Direction;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.SceneSettings;
import sluice.json.JsonField;
import sluice.stage.sink.json.ObjectJson;

/** The answers about objects, lines and zones as they are sent, with members in snake case. */
final class SceneAnswers {
  private SceneAnswers() {}

  /** An object with its picture. */
  record ListedObject(
      @JsonField(unwrapped = true) ObjectJson object,
      @JsonField(
              nullable = true,
              description = "path of its best picture; null where none is kept now")
          Optional<String> picture) {}

  /** Objects of a stream. */
  record Objects(
      @JsonField(description = "those that are there, as they were told last")
          List<ListedObject> now,
      @JsonField(description = "those that ended in the last hour, the newest first")
          List<ListedObject> recent) {

    static Objects of(String stream, ScenePort.Objects found) {
      return new Objects(
          listed(stream, found.now(), found.pictured()),
          listed(stream, found.recent(), found.pictured()));
    }

    private static List<ListedObject> listed(
        String stream, List<ObjectReport> objects, Set<Long> pictured) {
      return objects.stream()
          .map(
              object ->
                  new ListedObject(
                      ObjectJson.of(stream, object),
                      pictured.contains(object.id())
                          ? Optional.of(ObjectJson.picturePath(stream, object.id()))
                          : Optional.empty()))
          .toList();
    }
  }

  /** Counts of a stream's lines and zones. */
  record Counts(
      @JsonField(description = "crossings so far, by line, direction and label")
          Map<String, Map<Direction, Map<String, Long>>> lines,
      @JsonField(description = "who is in each zone") Map<String, ZoneCounts> zones) {

    /** Every line and zone of the settings, those too of which nothing is known yet. */
    static Counts of(
        SceneSettings settings,
        Map<String, Map<Direction, Map<String, Long>>> crossings,
        Map<String, ScenePort.Occupancy> occupancy) {
      Map<String, Map<Direction, Map<String, Long>>> lines = new LinkedHashMap<>();
      for (String line : settings.lines().keySet()) {
        Map<Direction, Map<String, Long>> counted = crossings.getOrDefault(line, Map.of());
        Map<Direction, Map<String, Long>> directions = new EnumMap<>(Direction.class);
        for (Direction direction : Direction.values()) {
          directions.put(direction, counted.getOrDefault(direction, Map.of()));
        }
        lines.put(line, directions);
      }
      Map<String, ZoneCounts> zones = new LinkedHashMap<>();
      for (String zone : settings.zones().keySet()) {
        zones.put(zone, ZoneCounts.of(occupancy.getOrDefault(zone, ScenePort.Occupancy.NONE)));
      }
      return new Counts(lines, zones);
    }
  }

  /** Who is in a zone. */
  record ZoneCounts(
      @JsonField(description = "objects inside, by label") Map<String, Integer> counts,
      @JsonField(description = "objects inside, of all labels") int total,
      @JsonField(description = "whether they are more than the zone's max-occupancy")
          boolean crowded) {

    static ZoneCounts of(ScenePort.Occupancy occupancy) {
      return new ZoneCounts(
          new TreeMap<>(occupancy.counts()), occupancy.total(), occupancy.crowded());
    }
  }
}
