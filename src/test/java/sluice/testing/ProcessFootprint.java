package sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import sluice.metrics.ProcessStatus;

/**
 * Resource footprint of this process, as Linux reports it.
 *
 * @param kilobytes of resident memory
 * @param threads of the JVM and of native libraries
 * @param descriptors open files and sockets
 */
public record ProcessFootprint(long kilobytes, long threads, long descriptors) {

  /** What it holds now. */
  public static ProcessFootprint now() {
    ProcessStatus status = status();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      // One of them is the listing's own.
      return new ProcessFootprint(kilobytes(status), status.threads(), files.count() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code VmRSS} alone, which is quickly read. */
  public static long residentKilobytes() {
    return kilobytes(status());
  }

  /** Threads but for those of the JVM's compilers, which come and go with their work. */
  public static long threadsButCompilers() {
    return ThreadNames.count(Path.of("/proc/self/task"), name -> !name.contains("CompilerThre"));
  }

  private static ProcessStatus status() {
    return ProcessStatus.now().orElseThrow(() -> new IllegalStateException("this needs Linux"));
  }

  private static long kilobytes(ProcessStatus status) {
    return status.residentBytes() / 1024;
  }

  /** Holds all of them to what was held after a tenth, and five percent. */
  public static void holdFlat(List<ProcessFootprint> all, RequirementTable bars) {
    int tenth = all.size() / 10;
    ProcessFootprint then = all.get(tenth - 1);
    List<ProcessFootprint> later = all.subList(tenth, all.size());
    RequirementTable.fact(
        "held after a tenth",
        "%.1f MB, %d threads, %d descriptors",
        then.kilobytes() / 1024.0,
        then.threads(),
        then.descriptors());
    grown(
        bars,
        "resident memory",
        later.stream().mapToLong(ProcessFootprint::kilobytes),
        then.kilobytes());
    grown(bars, "threads", later.stream().mapToLong(ProcessFootprint::threads), then.threads());
    grown(
        bars,
        "descriptors",
        later.stream().mapToLong(ProcessFootprint::descriptors),
        then.descriptors());
  }

  private static void grown(RequirementTable bars, String what, LongStream later, double tenth) {
    bars.atMost(what + ", most / after a tenth", later.max().orElse(0) / tenth, 1.05);
  }
}
