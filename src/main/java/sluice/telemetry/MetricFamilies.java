package sluice.telemetry;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prometheus registry that is exposed one metric family at a time, so that a scrape never holds
 * more than one family of all streams in memory. Thread-safe.
 */
final class MetricFamilies extends PrometheusRegistry {
  private static final int FIRST_BYTES = 1 << 13;

  private final ExpositionFormatWriter writer =
      ExpositionFormats.init().getPrometheusTextFormatWriter();
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

  /** The families in Prometheus' text format; each is collected when it is asked for. */
  Iterator<byte[]> texts() {
    return families.stream().map(this::text).iterator();
  }

  private byte[] text(MultiCollector family) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(FIRST_BYTES);
    try {
      writer.write(text, family.collect());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has none
    }
    return text.toByteArray();
  }
}
