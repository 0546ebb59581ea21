package sluice.app.detect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in the pictures of an input whose objects were followed.
 *
 * @param objects how many there were, by label
 * @param lines crossings of each line, in the order of the settings
 * @param zones what became of each zone, in the order of the settings
 */
public record SceneSummary(
    Map<String, Long> objects, Map<String, LineSummary> lines, Map<String, ZoneSummary> zones) {

  /**
   * How often a line was crossed.
   *
   * @param in crossings inwards
   * @param out crossings outwards
   */
  public record LineSummary(long in, long out) {
    LineSummary plus(LineSummary other) {
      return new LineSummary(in + other.in, out + other.out);
    }
  }

  /**
   * How a zone was used.
   *
   * @param entered how often an object entered it
   * @param most objects in it at once, at most
   */
  public record ZoneSummary(long entered, int most) {
    ZoneSummary plus(ZoneSummary other) {
      return new ZoneSummary(entered + other.entered, Math.max(most, other.most));
    }
  }

  /** Keeps copies of the maps, objects by their labels, the others in their order. */
  public SceneSummary {
    objects = Collections.unmodifiableMap(new TreeMap<>(objects));
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    zones = Collections.unmodifiableMap(new LinkedHashMap<>(zones));
  }

  /** Both inputs together. */
  SceneSummary plus(SceneSummary other) {
    Map<String, Long> allObjects = new TreeMap<>(objects);
    other.objects.forEach((label, count) -> allObjects.merge(label, count, Long::sum));
    Map<String, LineSummary> allLines = new LinkedHashMap<>(lines);
    other.lines.forEach((name, line) -> allLines.merge(name, line, LineSummary::plus));
    Map<String, ZoneSummary> allZones = new LinkedHashMap<>(zones);
    other.zones.forEach((name, zone) -> allZones.merge(name, zone, ZoneSummary::plus));
    return new SceneSummary(allObjects, allLines, allZones);
  }
}
