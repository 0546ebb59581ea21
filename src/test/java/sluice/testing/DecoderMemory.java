package sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Memory of a process as Linux tells it, kilobytes.
 *
 * @param resident all that it has mapped and that is there
 * @param share the same, but what n processes share counts a n-th for each
 * @param own what it alone has written to
 */
public record DecoderMemory(long resident, long share, long own) {

  /** What it holds now; absent where this process may not see that, for which it must be root. */
  public static Optional<DecoderMemory> of(long pid) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
      return Optional.of(
          new DecoderMemory(
              number(lines, "Rss:"), number(lines, "Pss:"), number(lines, "Private_Dirty:")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long number(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
