package sluice.app.cameras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.app.Configuration;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelResolver;
import sluice.bench.CameraRig;
import sluice.config.StreamOverlay;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.RecordingConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.settings.StreamDefaults;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.source.SourceAddress;
import sluice.core.util.FileFailure;
import sluice.json.JsonText;
import sluice.stage.source.SourceLocation;

/**
 * The configuration of a service whose streams are copies of one: its models, and nothing that
 * leaves the machine or writes where the user's files are.
 */
public final class ServiceTemplate {
  private static final String RESULTS = "results";

  private final CameraSettings cameras;
  private final Path folder;
  private final Path file;
  private final ServiceConfig config;
  private final StreamConfig stream;

  private ServiceTemplate(
      CameraSettings cameras, Path folder, Path file, ServiceConfig config, StreamConfig stream) {
    this.cameras = cameras;
    this.folder = folder;
    this.file = file;
    this.config = config;
    this.stream = stream;
  }

  /**
   * Makes it.
   *
   * @param own the stream where the settings name none of a configuration
   * @param recording what the cameras play
   * @param folder where the service may write; stays the caller's, to be deleted at the end
   * @throws SluiceException of code USAGE for settings that can't be used
   */
  public static ServiceTemplate of(
      CameraSettings cameras, OwnStream own, SourceLocation recording, Path folder) {
    Path generated = write(folder, cameras.jsonLines());
    ServiceConfig plain = checked("", Configuration.reader().read(generated));
    Optional<CameraSettings.Template> template = cameras.template();
    ServiceConfig base = template.map(CameraSettings.Template::config).orElse(plain);
    Map<String, ModelConfig> models =
        cached(template.isPresent() ? base.models() : models(own), folder);
    ServiceConfig config = service(plain, base, models, Map.of(), plain.dataDir());
    Map<String, Object> settings = asCamera(recording, cameras);
    if (template.isEmpty()) {
      settings.putAll(StreamOverlay.values(own.scene()));
    }
    StreamConfig stream =
        template
            .map(ServiceTemplate::stream)
            .orElseGet(
                () ->
                    StreamConfig.of(
                        "camera", new SourceAddress(recording.address()), own.model().name()));
    return new ServiceTemplate(
        cameras,
        folder,
        template.map(CameraSettings.Template::file).orElse(generated),
        config,
        checked("", overlay(settings).over(stream, config)));
  }

  private static Map<String, ModelConfig> models(OwnStream own) {
    Map<String, ModelConfig> models = new LinkedHashMap<>();
    own.classifiers().forEach(second -> models.put(second.name(), second));
    models.put(own.model().name(), own.model());
    return models;
  }

  /** Compiled models are kept for this run only. */
  private static Map<String, ModelConfig> cached(Map<String, ModelConfig> models, Path folder) {
    Map<String, ModelConfig> result = new LinkedHashMap<>();
    models.forEach(
        (name, model) ->
            result.put(
                name, model.toBuilder().cacheDir(Optional.of(folder.resolve("compiled"))).build()));
    return result;
  }

  private static StreamConfig stream(CameraSettings.Template template) {
    Map<String, StreamConfig> streams = template.config().streams();
    String names = String.join(", ", streams.keySet());
    if (template.stream().isEmpty()) {
      if (streams.size() == 1) {
        return streams.values().iterator().next();
      }
      throw new SluiceException(
          ErrorCode.USAGE,
          streams.isEmpty()
              ? template.file() + ": has no stream (expected: one, for its settings)"
              : "--config: %s (expected: --stream with it, one of %s)"
                  .formatted(template.file(), names));
    }
    StreamConfig stream = streams.get(template.stream().get());
    if (stream == null) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "--stream: %s (expected: a stream of %s: %s)"
              .formatted(template.stream().get(), template.file(), names));
    }
    return stream;
  }

  private static Map<String, Object> asCamera(SourceLocation recording, CameraSettings cameras) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String network : List.of("user", "password", "tls", "tls-fingerprint", "transport")) {
      settings.put(network, null);
    }
    settings.put("source", recording.address());
    settings.put("delivery", "latest");
    settings.put("realtime", true);
    settings.put("loop", true);
    settings.put("enabled", true);
    settings.put("sinks", cameras.jsonLines() ? List.of(RESULTS) : List.of());
    cameras.detectFps().ifPresent(fps -> settings.put("detect-fps", fps));
    return settings;
  }

  private static StreamOverlay overlay(Map<String, ?> settings) {
    return StreamOverlay.of(Configuration.surroundings(), settings);
  }

  /**
   * Starts the cameras: with the settings as they are, then with each variant of them.
   *
   * @param recordingFps pictures a second of the recording, above 0
   * @param length of the recording, above 0
   * @throws SluiceException of code USAGE for a variant that can't be used
   */
  public List<CameraRig> rigs(double recordingFps, Duration length) {
    AtomicInteger services = new AtomicInteger();
    List<CameraSettings.Variant> all = new ArrayList<>();
    all.add(new CameraSettings.Variant(CameraSettings.BASE, ""));
    all.addAll(cameras.variants());
    List<CameraRig> rigs = new ArrayList<>();
    for (CameraSettings.Variant variant : all) {
      StreamConfig changed = variant.hocon().isEmpty() ? stream : with(variant);
      double fps = Math.min(changed.detectFps().orElse(recordingFps), recordingFps);
      rigs.add(new VariantRig(variant, fps, length, this, changed, services));
    }
    return rigs;
  }

  private StreamConfig with(CameraSettings.Variant variant) {
    String flag = "--variant: " + variant.name() + ": ";
    StreamOverlay overlay =
        checked(flag, StreamOverlay.parse(Configuration.surroundings(), variant.hocon()));
    for (String own : List.of("id", "source", "realtime", "loop", "enabled", "sinks")) {
      if (overlay.keys().contains(own)) {
        throw new SluiceException(
            ErrorCode.USAGE,
            flag + own + " (expected: another setting; this one is the benchmark's own)");
      }
    }
    return checked(flag, overlay.over(stream, config));
  }

  /**
   * Starts a service of copies of a stream, which rest.
   *
   * @param changed the stream with a variant's settings
   * @param number of the service, for a folder of its own
   * @param observers of the copies
   */
  ServiceCameras start(StreamConfig changed, int number, List<? extends StreamObserver> observers) {
    Map<String, StreamConfig> streams = new LinkedHashMap<>();
    for (int i = 0; i < observers.size(); i++) {
      String id = ServiceCameras.id(i);
      streams.put(id, checked("", overlay(Map.of("id", id)).over(changed, config)));
    }
    Path data = folder.resolve("service-" + number);
    ServiceConfig whole = service(config, config, config.models(), streams, data);
    return ServiceCameras.start(file, whole, observers);
  }

  /** The model of the cameras, to be looked at before anything is measured. */
  public ConfiguredModel model() {
    ModelConfig model = config.models().get(stream.model());
    if (model == null) {
      throw new IllegalStateException("no model " + stream.model());
    }
    return ConfiguredModel.of(
        model, ModelResolver.ofInstallation().resolve(model.model(), model.precision()));
  }

  /**
   * A configuration without what leaves the machine.
   *
   * @param own of the benchmark
   * @param base whose rules count
   */
  private static ServiceConfig service(
      ServiceConfig own,
      ServiceConfig base,
      Map<String, ModelConfig> models,
      Map<String, StreamConfig> streams,
      Path data) {
    return new ServiceConfig(
        models,
        streams,
        own.sinks(),
        StreamDefaults.none(),
        own.http(),
        base.recovery(),
        base.security(),
        new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.WARN, Map.of()),
        base.shutdown(),
        own.tracing(),
        own.cluster(),
        inFolder(own.recording()),
        data);
  }

  /** What is measured records as it would, but not into the store of the service. */
  private static RecordingConfig inFolder(RecordingConfig own) {
    return new RecordingConfig(Optional.empty(), own.maxBytes(), own.minFreeBytes(), own.maxAge());
  }

  private static <T> T checked(String flag, ConfigResult<T> result) {
    return switch (result) {
      case ConfigResult.Fine<T>(T fine) -> fine;
      case ConfigResult.Refused<T>(List<Problem> problems) ->
          throw new SluiceException(ErrorCode.USAGE, flag + problems.getFirst().text().strip());
    };
  }

  private static Path write(Path folder, boolean jsonLines) {
    String results = folder.resolve(RESULTS).resolve("{stream}.jsonl").toString();
    String sink =
        "sinks.%s { type = json-lines, path = %s }".formatted(RESULTS, JsonText.of(results));
    try {
      return Files.writeString(
          folder.resolve("service.conf"), "sluice { " + (jsonLines ? sink : "") + " }\n");
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "%s can't be written in: %s (expected: room for temporary files)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }
}
