package sluice.telemetry;

/** Text formats of metrics. */
public enum MetricFormat {
  /** Prometheus' own, version 0.0.4. */
  PLAIN,
  /** OpenMetrics 1.0, the one that has exemplars. */
  OPEN_METRICS
}
