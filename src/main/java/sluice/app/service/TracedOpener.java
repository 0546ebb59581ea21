package sluice.app.service;

import java.util.function.BooleanSupplier;
import sluice.stage.source.SourceReader;
import sluice.telemetry.tracing.FrameTracer;

/**
 * Opener of a run's source whose first opening is traced; the passes of a recording that follow are
 * not. For the decoder thread.
 */
final class TracedOpener implements SourceReader.Opener {
  private final SourceReader.Opener next;
  private final FrameTracer tracer;
  private final String scheme;
  private boolean opened;

  /**
   * Not opened yet.
   *
   * @param scheme of the source's address; empty where it has none
   */
  TracedOpener(SourceReader.Opener next, FrameTracer tracer, String scheme) {
    this.next = next;
    this.tracer = tracer;
    this.scheme = scheme;
  }

  @Override
  public SourceReader open(BooleanSupplier cancelled) {
    if (opened) {
      return next.open(cancelled);
    }
    opened = true;
    return tracer.opening(scheme, cancelled, () -> next.open(cancelled));
  }
}
