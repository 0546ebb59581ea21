package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.json.SceneEventJson;

/** Listener to a stream's scene that feeds the event log and its meters. Thread-safe. */
final class SceneTelemetry implements SceneListener {
  private final String stream;
  private final EventLog feed;
  private final SceneMeters meters;

  SceneTelemetry(String stream, MeterRegistry registry, EventLog feed) {
    this.stream = stream;
    this.feed = feed;
    meters = new SceneMeters(registry, stream);
  }

  @Override
  public void happened(SceneEvent event) {
    meters.happened(event);
    feed.publish(stream, SceneEventJson.type(event), SceneEventJson.data(stream, event));
  }

  @Override
  public void watching(SceneSettings settings) {
    meters.watching(settings);
  }

  @Override
  public void followed(long nanos) {
    meters.followed(nanos);
  }

  /** The stream is gone. */
  void remove() {
    meters.remove();
  }
}
