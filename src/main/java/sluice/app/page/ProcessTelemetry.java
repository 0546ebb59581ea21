package sluice.app.page;

import java.time.Clock;
import sluice.core.FrameLedger;
import sluice.core.NativeMemory;
import sluice.core.SluiceVersion;
import sluice.telemetry.ProcessResources;
import sluice.telemetry.Telemetry;

/** Telemetry of this process. */
public final class ProcessTelemetry {
  private ProcessTelemetry() {}

  /** Counts from now on; the caller closes it. */
  public static Telemetry of(StreamPictures pictures) {
    return new Telemetry(
        SluiceVersion.NUMBER,
        new ProcessResources(
            FrameLedger::openInProcess,
            NativeMemory::bytes,
            () -> pictures.liveCounts().pictures()),
        Clock.systemUTC());
  }
}
