package sluice.service.stream;

/** Makes the sinks of streams. Thread-safe; never blocks. */
@FunctionalInterface
public interface OutputsOpener {

  /** Sinks for a stream; a place that can't be written shows in their status, and is retried. */
  StreamOutputs open(OutputSettings settings);
}
