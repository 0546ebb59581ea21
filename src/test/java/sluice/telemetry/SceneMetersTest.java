package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sluice.core.Point;
import sluice.core.scene.LineSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;
import sluice.testing.SceneSamples;

class SceneMetersTest {
  private static final SceneSettings WATCHED =
      SceneSettings.of(
          List.of(LineSettings.of("gate", new Point(0, 0), new Point(1, 1))),
          List.of(
              ZoneSettings.of("shop", List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)))));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SceneMeters meters = new SceneMeters(registry, "yard");

  private double gauge(String name, String label, String value) {
    return registry.get(name).tag("stream", "yard").tag(label, value).gauge().value();
  }

  @Test
  void objects_areCountedByClass_fromTheirStart_andThereUntilTheirEnd() {
    meters.happened(SceneSamples.start(1, "person"));
    meters.happened(SceneSamples.start(2, "person"));
    meters.happened(SceneSamples.update(2, "person"));
    meters.happened(SceneSamples.start(3, "dog"));
    meters.happened(SceneSamples.end(1, "person"));
    meters.happened(SceneSamples.end(1, "person"));

    assertThat(registry.get("sluice.objects").tag("label", "person").counter().count())
        .isEqualTo(2);
    assertThat(gauge("sluice.objects.active", "label", "person")).isEqualTo(1);
    assertThat(gauge("sluice.objects.active", "label", "dog")).isEqualTo(1);
  }

  @Test
  void classesBeyondAHundred_areCountedTogether() {
    for (int i = 0; i < 150; i++) {
      meters.happened(SceneSamples.start(i, "class " + i));
    }
    assertThat(registry.get("sluice.objects").counters()).hasSize(101);
    assertThat(gauge("sluice.objects.active", "label", "other")).isEqualTo(50);
  }

  @Test
  void linesAndZones_haveMeters_whileTheyAreWatched() {
    meters.watching(WATCHED);
    meters.happened(SceneSamples.crossed("gate", Optional.empty()));
    meters.happened(SceneSamples.crossed("unwatched", Optional.empty()));
    meters.happened(SceneSamples.occupied("shop", Map.of("person", 2), false));

    assertThat(registry.get("sluice.line.crossings").tag("direction", "in").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.line.crossings").tag("direction", "out").counter().count())
        .isZero();
    assertThat(gauge("sluice.zone.occupancy", "zone", "shop")).isEqualTo(2);

    meters.watching(SceneSettings.NONE);
    meters.happened(SceneSamples.occupied("shop", Map.of("person", 2), false));
    assertThat(registry.getMeters()).isEmpty();

    meters.watching(WATCHED);
    assertThat(gauge("sluice.zone.occupancy", "zone", "shop")).isZero();
  }

  @Test
  void tracker_isTimed() {
    meters.followed(20_000);
    meters.followed(40_000);
    assertThat(registry.get("sluice.tracker").timer().totalTime(TimeUnit.NANOSECONDS))
        .isEqualTo(60_000);
  }

  @Test
  void removedStream_leavesNoMeters() {
    meters.watching(WATCHED);
    meters.happened(SceneSamples.start(1, "person"));
    meters.remove();
    meters.happened(SceneSamples.start(2, "dog"));
    meters.followed(1);
    assertThat(registry.getMeters()).isEmpty();
  }
}
