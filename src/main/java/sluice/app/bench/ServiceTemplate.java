package sluice.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.app.Configuration;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelResolver;
import sluice.config.StreamOverlay;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.LogConfig;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.settings.StreamDefaults;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.core.util.FileFailure;
import sluice.json.JsonText;
import sluice.stage.source.SourceLocation;

/**
 * The configuration of a service whose streams are copies of one: its models, and nothing that
 * leaves the machine or writes where the user's files are.
 *
 * @param file what Pekko is to be, beside what the service is
 * @param config without streams
 * @param stream as the settings have it, playing the recording as a camera does
 */
record ServiceTemplate(Path file, ServiceConfig config, StreamConfig stream) {
  private static final String RESULTS = "results";

  /**
   * Makes it.
   *
   * @param folder where the service may write
   * @throws SluiceException of code USAGE for settings that can't be used
   */
  static ServiceTemplate of(
      BenchSettings bench, CameraSettings cameras, SourceLocation recording, Path folder) {
    Path file = write(folder, cameras.jsonLines());
    ServiceConfig own = read(file);
    Optional<CameraSettings.Template> template = cameras.template();
    Map<String, ModelConfig> models =
        cached(
            template.map(given -> given.config().models()).orElseGet(() -> models(bench)), folder);
    ServiceConfig base = template.map(CameraSettings.Template::config).orElse(own);
    ServiceConfig config = service(own, base, models, Map.of(), own.dataDir());
    Map<String, Object> settings = asCamera(recording, cameras);
    StreamConfig stream = template.map(ServiceTemplate::stream).orElse(null);
    if (stream == null) {
      String model = AutoLog.apply(bench).config().name();
      stream = StreamConfig.of("camera", new SourceAddress(recording.address()), model);
      settings.putAll(StreamOverlay.values(bench.scene()));
    }
    return new ServiceTemplate(
        template.map(CameraSettings.Template::file).orElse(file),
        config,
        checked("", overlay(settings).over(stream, config)));
  }

  private static Map<String, ModelConfig> models(BenchSettings bench) {
    Map<String, ModelConfig> models = new LinkedHashMap<>();
    for (ConfiguredModel second : bench.classifiers()) {
      models.put(second.config().name(), second.config());
    }
    ModelConfig first = AutoLog.apply(bench).config();
    models.put(first.name(), first);
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
   * The stream with a variant's settings over its own.
   *
   * @throws SluiceException of code USAGE for settings that can't be used
   */
  StreamConfig with(CameraSettings.Variant variant) {
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
   * The whole configuration.
   *
   * @param variant which every stream has, but for its id
   * @param count how many streams, called as {@link ServiceCameras#id} has it
   * @param data folder for what the service keeps
   */
  ServiceConfig copies(StreamConfig variant, int count, Path data) {
    Map<String, StreamConfig> streams = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String id = ServiceCameras.id(i);
      streams.put(id, checked("", overlay(Map.of("id", id)).over(variant, config)));
    }
    return service(config, config, config.models(), streams, data);
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
        data);
  }

  /** The model of a variant, to be looked at before anything is measured. */
  ConfiguredModel model(StreamConfig variant) {
    ModelConfig model = config.models().get(variant.model());
    if (model == null) {
      throw new IllegalStateException("no model " + variant.model());
    }
    return ConfiguredModel.of(
        model, ModelResolver.ofInstallation().resolve(model.model(), model.precision()));
  }

  private static ServiceConfig read(Path file) {
    return checked("", Configuration.reader().read(file));
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
