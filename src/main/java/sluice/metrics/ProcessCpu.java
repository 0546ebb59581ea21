package sluice.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The CPU time of this process. */
public final class ProcessCpu {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ProcessCpu() {}

  /** What all threads have used so far, native ones too, nanoseconds summed over all cores. */
  public static long nanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
