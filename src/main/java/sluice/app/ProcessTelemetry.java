package sluice.app;

import java.time.Clock;
import sluice.core.FrameLedger;
import sluice.core.NativeMemory;
import sluice.core.SluiceVersion;
import sluice.http.ProcessResources;
import sluice.http.Telemetry;

/** Telemetry of this process. */
final class ProcessTelemetry {
  private ProcessTelemetry() {}

  /** Counts from now on; the caller closes it. */
  static Telemetry of(StreamPictures pictures) {
    return new Telemetry(
        SluiceVersion.NUMBER,
        new ProcessResources(
            FrameLedger::openInProcess,
            NativeMemory::bytes,
            () -> pictures.liveCounts().pictures()),
        Clock.systemUTC());
  }
}
