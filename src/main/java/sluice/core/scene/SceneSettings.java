package sluice.core.scene;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stream is asked to tell of objects over time.
 *
 * @param track whether objects are followed from frame to frame; absent: where there are lines,
 *     zones or second models
 * @param lines by their names, in the order given
 * @param zones by their names, in the order given
 * @param objects how objects are held together and which of them count
 * @param motion whether and how frames in which nothing moves are left out
 */
public record SceneSettings(
    Optional<Boolean> track,
    Map<String, LineSettings> lines,
    Map<String, ZoneSettings> zones,
    ObjectSettings objects,
    MotionSettings motion) {

  /** Asks for nothing: objects are not followed. */
  public static final SceneSettings NONE =
      new SceneSettings(Optional.empty(), Map.of(), Map.of(), ObjectSettings.DEFAULT);

  /** Keeps copies of the maps, in their order. */
  public SceneSettings {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    zones = Collections.unmodifiableMap(new LinkedHashMap<>(zones));
  }

  /** Every frame is worked on, whether anything moves or not. */
  public SceneSettings(
      Optional<Boolean> track,
      Map<String, LineSettings> lines,
      Map<String, ZoneSettings> zones,
      ObjectSettings objects) {
    this(track, lines, zones, objects, MotionSettings.OFF);
  }

  /** The same with other settings of motion. */
  public SceneSettings withMotion(MotionSettings other) {
    return new SceneSettings(track, lines, zones, objects, other);
  }

  /** Objects are followed, and these lines and zones watched. */
  public static SceneSettings of(List<LineSettings> lines, List<ZoneSettings> zones) {
    Map<String, LineSettings> namedLines = new LinkedHashMap<>();
    lines.forEach(line -> namedLines.put(line.name(), line));
    Map<String, ZoneSettings> namedZones = new LinkedHashMap<>();
    zones.forEach(zone -> namedZones.put(zone.name(), zone));
    return new SceneSettings(Optional.of(true), namedLines, namedZones, ObjectSettings.DEFAULT);
  }

  /** Whether objects are followed from frame to frame. */
  public boolean isTracked() {
    return track.orElse(!lines.isEmpty() || !zones.isEmpty() || !objects.classify().isEmpty());
  }

  /**
   * From which confidence on detections are needed: a tracker also takes weaker ones than count.
   *
   * @param threshold from which they count
   */
  public double readFrom(double threshold) {
    return isTracked() ? Math.min(threshold, objects.lowThreshold()) : threshold;
  }
}
