package sluice.app.page;

import java.time.InstantSource;
import sluice.core.FrameLedger;
import sluice.core.NativeMemory;
import sluice.core.SluiceVersion;
import sluice.telemetry.ProcessResources;
import sluice.telemetry.Telemetry;

/** Telemetry of this process. */
public final class ProcessTelemetry {
  private ProcessTelemetry() {}

  /**
   * Counts from now on; the caller closes it.
   *
   * @param clock date and time
   * @param exemplars whether meters name traces of frames
   */
  public static Telemetry of(StreamPictures pictures, InstantSource clock, boolean exemplars) {
    return new Telemetry(
        SluiceVersion.NUMBER,
        new ProcessResources(
            FrameLedger::openInProcess,
            NativeMemory::bytes,
            () -> pictures.liveCounts().pictures()),
        clock,
        exemplars);
  }
}
