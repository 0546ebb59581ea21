package sluice.http.api;

import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Accept;
import sluice.telemetry.MetricFormat;

/** Which format metrics are answered in: by the header {@code Accept}. */
final class MetricsFormats {
  private static final String ANY = "*";
  private static final ContentType PLAIN = type("text", "plain", "0.0.4");
  private static final ContentType OPEN_METRICS = type("application", "openmetrics-text", "1.0.0");

  private MetricsFormats() {}

  private static ContentType type(String main, String sub, String version) {
    return MediaTypes.customWithFixedCharset(
            main, sub, HttpCharsets.UTF_8, Map.of("version", version), false)
        .toContentType();
  }

  /**
   * OpenMetrics where the client names it and likes it no less than plain text, else that.
   *
   * @param accept the header's value, where there is one
   */
  static MetricFormat of(Optional<String> accept) {
    Optional<Accept> header = accept.flatMap(MetricsFormats::parse);
    float openMetrics = quality(header, OPEN_METRICS);
    return openMetrics > 0 && openMetrics >= quality(header, PLAIN)
        ? MetricFormat.OPEN_METRICS
        : MetricFormat.PLAIN;
  }

  /** The server leaves headers as texts; one that can't be read names nothing. */
  private static Optional<Accept> parse(String value) {
    try {
      return HttpHeader.parse("Accept", value) instanceof Accept accept
          ? Optional.of(accept)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The header of an answer in a format. */
  static ContentType type(MetricFormat format) {
    return switch (format) {
      case PLAIN -> PLAIN;
      case OPEN_METRICS -> OPEN_METRICS;
    };
  }

  /** How much a client likes what it names; 0 where it doesn't name it. */
  private static float quality(Optional<Accept> accept, ContentType type) {
    return accept
        .map(
            header ->
                StreamSupport.stream(header.getMediaRanges().spliterator(), false)
                    .filter(range -> !range.mainType().equals(ANY))
                    .filter(range -> range.matches(type.mediaType()))
                    .map(range -> range.qValue())
                    .max(Float::compare)
                    .orElse(0f))
        .orElse(0f);
  }
}
