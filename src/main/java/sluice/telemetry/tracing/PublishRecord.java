package sluice.telemetry.tracing;

import java.time.Instant;
import sluice.core.TraceContext;

/**
 * A message that the far side of a sink has settled.
 *
 * @param parent the frame's trace
 * @param message its id
 * @param stream the stream's id
 * @param run name of the run
 * @param sink the sink's name
 * @param kind the sink's type
 * @param destination topic or server, without secrets
 * @param from when it was taken for the try
 * @param to when the answer was there
 * @param ok whether the far side has it
 */
record PublishRecord(
    TraceContext parent,
    String message,
    String stream,
    String run,
    String sink,
    String kind,
    String destination,
    Instant from,
    Instant to,
    boolean ok)
    implements TraceRecord {
  @Override
  public int spans() {
    return 1;
  }
}
