package sluice.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.metrics.ProcessCpu;
import sluice.metrics.ThreadCpuTimes;

/**
 * Processor time that was used while something was measured.
 *
 * @param seconds of the whole process, all threads
 * @param stages seconds of each stage; empty where the system does not count by thread
 */
public record CpuUse(double seconds, Map<CpuStage, Double> stages) {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Keeps its own copy. */
  public CpuUse {
    Map<CpuStage, Double> sorted = new EnumMap<>(CpuStage.class);
    sorted.putAll(stages);
    stages = Collections.unmodifiableMap(sorted);
  }

  /** Begins to measure now. */
  static Since begin() {
    return ThreadCpuTimes.isKnown()
        ? new Since(ThreadCpuTimes.now(), ProcessCpu.nanos())
        : new Since(null, ProcessCpu.nanos());
  }

  /** Processor times at the beginning. */
  static final class Since {
    private final @Nullable ThreadCpuTimes threads;
    private final long process;

    private Since(@Nullable ThreadCpuTimes threads, long process) {
      this.threads = threads;
      this.process = process;
    }

    /** What was used since then. */
    CpuUse end() {
      double all = (ProcessCpu.nanos() - process) / NANOS_PER_SECOND;
      Map<CpuStage, Double> stages = new EnumMap<>(CpuStage.class);
      ThreadCpuTimes before = threads;
      if (before == null) {
        return new CpuUse(all, stages);
      }
      for (CpuStage stage : CpuStage.values()) {
        stages.put(stage, 0.0);
      }
      ThreadCpuTimes.now()
          .since(before, thread -> CpuStage.of(thread).name())
          .forEach((stage, nanos) -> stages.put(CpuStage.valueOf(stage), nanos / NANOS_PER_SECOND));
      double named = stages.values().stream().mapToDouble(Double::doubleValue).sum();
      stages.merge(CpuStage.REST, Math.max(0, all - named), Double::sum);
      return new CpuUse(all, stages);
    }
  }
}
