package sluice.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Memory and threads of this process, as Linux tells them.
 *
 * @param residentBytes memory that is resident, heap, native memory and mapped files together
 * @param threads of the JVM and of native libraries
 */
public record ProcessStatus(long residentBytes, long threads) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long BYTES_PER_KILOBYTE = 1024;

  /** What it holds now; absent where the system does not tell. */
  public static Optional<ProcessStatus> now() {
    try {
      List<String> lines = Files.readAllLines(STATUS);
      return Optional.of(
          new ProcessStatus(
              number(lines, "VmRSS:") * BYTES_PER_KILOBYTE, number(lines, "Threads:")));
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  private static long number(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
