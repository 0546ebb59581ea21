package sluice.config.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.config.sink.SinkConfig;

/**
 * Configuration of the service, validated: names of models and sinks in streams refer to entries of
 * these maps. Maps keep the order of the file.
 *
 * @param models by name
 * @param streams of the file, by id; those added through the API are not among them
 * @param sinks by name
 * @param defaults what streams added later are merged with
 * @param http the HTTP server
 * @param recovery when something counts as broken, and how it is tried again
 * @param security what sources may be
 * @param log what is logged
 * @param shutdown how the service ends
 * @param tracing which frames are traced, and where the spans go
 * @param cluster the machines that share the streams
 * @param recording the store of recordings
 * @param dataDir folder for what must survive a restart, absolute; need not exist yet
 */
public record ServiceConfig(
    Map<String, ModelConfig> models,
    Map<String, StreamConfig> streams,
    Map<String, SinkConfig> sinks,
    StreamDefaults defaults,
    HttpConfig http,
    RecoveryConfig recovery,
    SecurityConfig security,
    LogConfig log,
    ShutdownConfig shutdown,
    TracingConfig tracing,
    ClusterConfig cluster,
    RecordingConfig recording,
    Path dataDir) {

  /** Keeps its own copies of the maps. */
  public ServiceConfig {
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    sinks = Collections.unmodifiableMap(new LinkedHashMap<>(sinks));
  }
}
