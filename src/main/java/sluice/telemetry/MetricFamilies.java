package sluice.telemetry;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Prometheus registry that is exposed one metric family at a time, so that a scrape never holds
 * more than one family of all streams in memory. Thread-safe.
 */
final class MetricFamilies extends PrometheusRegistry {
  private static final int FIRST_BYTES = 1 << 13;

  private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.UTF_8);

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final ExpositionFormatWriter plain = formats.getPrometheusTextFormatWriter();
  private final ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
  private final Set<MultiCollector> families = ConcurrentHashMap.newKeySet();

  @Override
  public void register(MultiCollector family) {
    super.register(family);
    families.add(family);
  }

  @Override
  public void unregister(MultiCollector family) {
    super.unregister(family);
    families.remove(family);
  }

  /** The families in a text format; each is collected when it is asked for. */
  Iterator<byte[]> texts(MetricFormat format) {
    return switch (format) {
      case PLAIN -> families.stream().map(family -> text(plain, family)).iterator();
      case OPEN_METRICS ->
          Stream.concat(
                  families.stream().map(family -> withoutEnd(text(openMetrics, family))),
                  Stream.of(END))
              .iterator();
    };
  }

  /** The writer ends each text; here only the last one is the end. */
  private static byte[] withoutEnd(byte[] text) {
    return Arrays.copyOf(text, text.length - END.length);
  }

  private static byte[] text(ExpositionFormatWriter writer, MultiCollector family) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(FIRST_BYTES);
    try {
      writer.write(text, family.collect());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has none
    }
    return text.toByteArray();
  }
}
