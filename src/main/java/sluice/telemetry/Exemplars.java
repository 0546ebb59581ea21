package sluice.telemetry;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;
import sluice.core.TraceContext;

/**
 * Exemplars: the trace of a frame beside a value that was counted of it. The client library asks
 * for the trace on the thread that counts, so it is known there for as long as that takes.
 * Thread-safe.
 */
final class Exemplars {
  /** Meters name no trace, and nobody asks for one. */
  static final Exemplars NONE = new Exemplars(null);

  private final @Nullable Current current;

  private Exemplars(@Nullable Current current) {
    this.current = current;
  }

  /** Meters name the traces of frames. */
  static Exemplars ofTraces() {
    return new Exemplars(new Current(new ThreadLocal<>()));
  }

  /** What a registry asks; null where it should not. */
  @Nullable SpanContext context() {
    return current;
  }

  /**
   * Counts something of a frame.
   *
   * @param trace of the frame; null where it has none
   */
  void during(@Nullable TraceContext trace, Runnable counting) {
    if (trace == null || current == null) {
      counting.run();
      return;
    }
    current.trace().set(trace);
    try {
      counting.run();
    } finally {
      current.trace().remove();
    }
  }

  /** The trace of the frame that this thread counts. */
  private record Current(ThreadLocal<TraceContext> trace) implements SpanContext {
    @Override
    public @Nullable String getCurrentTraceId() {
      TraceContext known = trace.get();
      return known == null ? null : known.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
      TraceContext known = trace.get();
      return known == null ? null : known.spanId();
    }

    @Override
    public boolean isCurrentSpanSampled() {
      return trace.get() != null;
    }

    /** Nothing has to be done: a frame that has a trace is sent. */
    @Override
    public void markCurrentSpanAsExemplar() {}
  }
}
