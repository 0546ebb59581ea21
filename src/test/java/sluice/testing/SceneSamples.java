package sluice.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Direction;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.EndReason;
import sluice.core.scene.SceneEvent.ObjectPhase;
import sluice.core.scene.SceneEvent.ObjectReference;

/** Objects and events of a scene, as a stream would tell them. */
public final class SceneSamples {
  /** When the sampled objects were seen first. */
  public static final Instant STARTED = Instant.parse("2026-11-20T08:15:30.120Z");

  private static final Box BOX = new Box(0.25f, 0.5f, 0.5f, 1);
  private static final long START = Duration.ofSeconds(4).toNanos();
  private static final long NOW = Duration.ofMillis(5_500).toNanos();
  private static final Instant DATE = STARTED.plusMillis(1_500);

  private SceneSamples() {}

  /** An object that was seen for 1.5 s. */
  public static ObjectReport object(long id, String label, boolean hasPicture) {
    return new ObjectReport(
        id,
        label,
        1,
        0.75f,
        0.875f,
        BOX,
        START,
        STARTED,
        NOW,
        List.of("shop"),
        List.of("door", "shop"),
        true,
        38,
        List.of(new Attribute("has_hat", 0, "no", 0.5f)),
        hasPicture);
  }

  /** An object began. */
  public static SceneEvent start(long id, String label) {
    return new SceneEvent.ObjectChanged(
        NOW, DATE, ObjectPhase.START, object(id, label, true), Optional.empty());
  }

  /** Something of an object changed. */
  public static SceneEvent update(long id, String label) {
    return new SceneEvent.ObjectChanged(
        NOW, DATE, ObjectPhase.UPDATE, object(id, label, true), Optional.empty());
  }

  /** An object was lost. */
  public static SceneEvent end(long id, String label) {
    return new SceneEvent.ObjectChanged(
        NOW, DATE, ObjectPhase.END, object(id, label, true), Optional.of(EndReason.LOST));
  }

  /** A line was crossed inwards, the sixth time. */
  public static SceneEvent crossed(String line, Optional<String> name) {
    return new SceneEvent.LineCrossed(
        NOW,
        DATE,
        line,
        Direction.IN,
        name,
        new ObjectReference(7, "person", BOX),
        NOW - 40_000_000,
        6,
        2);
  }

  /** An object has stayed in a zone. */
  public static SceneEvent dwelled(String zone) {
    return new SceneEvent.ZoneChanged(
        NOW,
        DATE,
        zone,
        SceneEvent.ZonePhase.DWELL,
        new ObjectReference(7, "person", BOX),
        START,
        Duration.ofMillis(1_500),
        false);
  }

  /** The number of objects in a zone changed. */
  public static SceneEvent occupied(String zone, Map<String, Integer> counts, boolean crowded) {
    int total = counts.values().stream().mapToInt(Integer::intValue).sum();
    return new SceneEvent.OccupancyChanged(NOW, DATE, zone, counts, total, crowded);
  }
}
