package sluice.config.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sluice.config.binding.Secret;

/**
 * Settings of traces of chosen frames.
 *
 * @param endpoint where spans are sent, by OTLP over HTTP; absent: nothing is traced
 * @param perSecond frames of each stream that are traced in a second, 0 or more
 * @param slow what takes longer from the decoded picture to the result is traced besides; absent:
 *     nothing is
 * @param queue spans that may wait for being sent
 * @param timeout of a request to the collector, and of the end of tracing
 * @param headers of each request
 * @param caFile certificates of the authorities that alone are trusted with an https endpoint;
 *     absent: the system's
 */
public record TracingConfig(
    Optional<URI> endpoint,
    double perSecond,
    Optional<Duration> slow,
    int queue,
    Duration timeout,
    Map<String, Secret> headers,
    Optional<Path> caFile) {

  /** Keeps its own copy of the map. */
  public TracingConfig {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
