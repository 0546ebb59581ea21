package sluice.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.Point;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.PolygonShape;

/**
 * Something in a configuration that can be used but is hardly meant.
 *
 * @param path of the setting, as in {@code sluice.streams.lobby.zones.shop.points}
 * @param found what stands there
 * @param advice what follows from it, and what to do
 */
public record ConfigWarning(String path, String found, String advice) {
  private static final String CUTS_ITSELF = "a polygon that cuts itself";
  private static final String EVEN_ODD =
      "what it encloses twice is outside; give its corners in the order in which its edge is walked"
          + " where that isn't meant";

  /** The warning in one line: {@code PATH: FOUND (ADVICE)}. */
  public String text() {
    return path + ": " + found + " (" + advice + ")";
  }

  /** All warnings about the streams of a configuration, in the order of the streams. */
  public static List<ConfigWarning> of(ServiceConfig config) {
    return config.streams().values().stream().flatMap(each -> of(each).stream()).toList();
  }

  private static List<ConfigWarning> of(StreamConfig stream) {
    List<ConfigWarning> warnings = new ArrayList<>();
    String path = "sluice.streams." + stream.id() + ".";
    stream
        .scene()
        .zones()
        .forEach(
            (name, zone) -> check(path + "zones." + name + ".points", zone.points(), warnings));
    checkAll(path + "objects.masks", stream.scene().objects().masks(), warnings);
    MotionSettings motion = stream.scene().motion();
    checkAll(path + "motion.masks", motion.masks(), warnings);
    if (motion.enabled()) {
      checkIdle(path + "motion.idle-fps", motion.idleFps(), stream, warnings);
    }
    return warnings;
  }

  /** Whether the rate while nothing moves is one that tracking can do with, and saves anything. */
  private static void checkIdle(
      String path, double fps, StreamConfig stream, List<ConfigWarning> warnings) {
    Duration between = Duration.ofMillis(Math.round(1000 / fps));
    Duration looked = stream.scene().objects().stationaryLostTime();
    if (stream.scene().isTracked() && between.compareTo(looked) > 0) {
      warnings.add(
          new ConfigWarning(
              path,
              fps + ", a frame each " + Math.round(1 / fps) + " s",
              "that is longer than objects.stationary-lost-time, "
                  + UnitTypes.print(looked)
                  + ": what stays where it is and is missed once gets another number; give a higher"
                  + " rate, or a longer time"));
    }
    double due = stream.detectFps().orElse(Double.POSITIVE_INFINITY);
    if (fps >= due) {
      warnings.add(
          new ConfigWarning(
              path,
              fps + ", not below detect-fps, " + due,
              "so no frame is left out where nothing moves; give a lower rate, or set"
                  + " motion.enabled = false"));
    }
  }

  private static void checkAll(
      String path, List<List<Point>> polygons, List<ConfigWarning> warnings) {
    for (int i = 0; i < polygons.size(); i++) {
      check(path + "[" + i + "]", polygons.get(i), warnings);
    }
  }

  private static void check(String path, List<Point> polygon, List<ConfigWarning> warnings) {
    if (PolygonShape.cutsItself(polygon)) {
      warnings.add(new ConfigWarning(path, CUTS_ITSELF, EVEN_ODD));
    }
  }
}
