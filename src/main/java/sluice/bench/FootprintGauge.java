package sluice.bench;

import java.util.Optional;
import java.util.OptionalLong;
import sluice.core.NativeMemory;
import sluice.metrics.ProcessStatus;

/** Keeps the most that the process held at any look. For one thread. */
final class FootprintGauge {
  private OptionalLong residentBytes = OptionalLong.empty();
  private OptionalLong threads = OptionalLong.empty();
  private long frameBytes;

  /** Looks now. */
  void look() {
    frameBytes = Math.max(frameBytes, NativeMemory.bytes());
    Optional<ProcessStatus> status = ProcessStatus.now();
    if (status.isPresent()) {
      residentBytes = greater(residentBytes, status.get().residentBytes());
      threads = greater(threads, status.get().threads());
    }
  }

  private static OptionalLong greater(OptionalLong before, long now) {
    return OptionalLong.of(Math.max(before.orElse(0), now));
  }

  /** The most so far. */
  CameraFootprint most() {
    return new CameraFootprint(residentBytes, frameBytes, threads);
  }
}
