package sluice.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process has outside of the JVM's own areas. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final long BYTES_PER_KB = 1024;

  private ProcessMemory() {}

  /**
   * Resident memory without the Java heap and what the JVM keeps for classes and compiled code: of
   * pictures, tensors, models, decoders, threads. 0 where the system does not tell.
   */
  static long nativeBytes() {
    MemoryMXBean java = ManagementFactory.getMemoryMXBean();
    long ofJava =
        java.getHeapMemoryUsage().getCommitted() + java.getNonHeapMemoryUsage().getCommitted();
    return Math.max(0, residentBytes() - ofJava);
  }

  private static long residentBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          String number = line.substring(RESIDENT.length()).replace("kB", "").strip();
          return Long.parseLong(number) * BYTES_PER_KB;
        }
      }
      return 0;
    } catch (IOException | NumberFormatException unknown) {
      return 0;
    }
  }
}
