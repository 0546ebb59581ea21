package sluice.app.detect;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.app.model.ModelSource;
import sluice.app.page.StreamPictures;
import sluice.core.Playback;
import sluice.core.TileSettings;
import sluice.core.scene.MotionSettings;
import sluice.core.source.SourceAddress;
import sluice.metrics.RunMetrics;
import sluice.service.query.StreamDirectory;
import sluice.service.stream.StreamStatus;
import sluice.telemetry.Telemetry;

/** The inputs of a job as streams of its live-view server, in their order. Thread-safe. */
final class JobStreams implements StreamDirectory {
  private static final int LONGEST_ID = 64;
  private static final int ROOM_FOR_NUMBER = 8;

  private final Map<String, JobStream> streams = new LinkedHashMap<>();

  /**
   * Inputs that wait for their turn.
   *
   * @param metrics of each input, in their order
   * @param telemetry observes them
   * @param pictures keeps the newest picture of each
   */
  JobStreams(
      DetectSettings settings,
      List<RunMetrics> metrics,
      Telemetry telemetry,
      StreamPictures pictures) {
    List<String> ids = ids(settings);
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      streams.put(
          id,
          new JobStream(
              id,
              shown(settings, settings.inputs().get(i)),
              metrics.get(i),
              telemetry.observer(id),
              pictures.of(id),
              InstantSource.system()));
    }
  }

  /** What the inputs of a job are called where streams are, in their order. */
  static List<String> ids(DetectSettings settings) {
    return ids(settings.inputs().stream().map(DetectSettings.Input::name).toList());
  }

  /** Names of inputs as ids of streams: in letters, digits and hyphens, each of its own. */
  static List<String> ids(List<String> names) {
    Set<String> result = new LinkedHashSet<>();
    for (String name : names) {
      String plain = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
      String some = plain.isEmpty() ? "input" : plain;
      String base = some.substring(0, Math.min(LONGEST_ID - ROOM_FOR_NUMBER, some.length()));
      String id = base;
      for (int n = 2; !result.add(id); n++) {
        id = base + "-" + n;
      }
    }
    return new ArrayList<>(result);
  }

  /** The settings of an input that its page shows or goes by, by the names that streams have. */
  static Map<String, Object> shown(DetectSettings settings, DetectSettings.Input input) {
    Playback playback = settings.playback();
    Map<String, Object> result = new LinkedHashMap<>();
    SourceAddress source = new SourceAddress(input.source());
    result.put("source", source.toString());
    if (source.isTls()) {
      result.put("tls", settings.tls().isInsecure() ? "insecure" : "verify");
    }
    result.put("model", name(settings.model().source()));
    settings
        .model()
        .config()
        .overrides()
        .threshold()
        .ifPresent(threshold -> result.put("threshold", rounded(threshold)));
    if (settings.tiles().isOn()) {
      result.put("tiles", shown(settings.tiles()));
    }
    MotionSettings motion = settings.scene().motion();
    if (motion.enabled()) {
      result.put("motion", Map.of("enabled", true, "idle-fps", motion.idleFps()));
    }
    if (playback.fps() > 0) {
      result.put("detect-fps", playback.fps());
    }
    result.put("realtime", playback.realtime());
    result.put("loop", playback.loop());
    result.put("paused", false);
    return result;
  }

  private static Map<String, Object> shown(TileSettings tiles) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("grid", tiles.grid().toString());
    result.put("overlap", tiles.overlap());
    result.put("whole", tiles.whole());
    return result;
  }

  /** As it was written: thresholds are floats on their way. */
  private static double rounded(double threshold) {
    return Double.parseDouble(Float.toString((float) threshold));
  }

  private static String name(ModelSource source) {
    return switch (source) {
      case ModelSource.File file -> file.name();
      case ModelSource.Catalogued model -> model.name();
      case ModelSource.BuiltIn _ -> "built-in person detector";
    };
  }

  /** The inputs in their order. */
  List<JobStream> inOrder() {
    return List.copyOf(streams.values());
  }

  List<StreamStatus> statuses() {
    return streams.values().stream().map(JobStream::status).toList();
  }

  @Override
  public Set<String> ids() {
    return Collections.unmodifiableSet(streams.keySet());
  }

  @Override
  public Optional<Map<String, Object>> settings(String id) {
    return Optional.ofNullable(streams.get(id)).map(JobStream::settings);
  }
}
