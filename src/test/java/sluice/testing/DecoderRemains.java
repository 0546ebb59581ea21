package sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import sluice.video.OpenMedia;
import sluice.video.isolation.remote.OpenMappings;

/**
 * What decoders' processes have left in this one; nothing, when all streams have ended.
 *
 * @param processes that live
 * @param memories descriptors of shared memory
 * @param mappings of shared memory
 * @param counted the same as this program counts them
 * @param pictures that are referred to
 * @param inputs that are open in this process
 * @param threads that watch or close processes
 */
public record DecoderRemains(
    long processes,
    long memories,
    long mappings,
    long counted,
    long pictures,
    long inputs,
    long threads) {
  private static final DecoderRemains NOTHING = new DecoderRemains(0, 0, 0, 0, 0, 0, 0);
  private static final String SHARED = "/memfd:sluice";
  private static final String THREADS = "sluice-decoder-";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What is there now. */
  public static DecoderRemains now() {
    try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
      return new DecoderRemains(
          DecoderProcesses.pids().size(),
          sharedDescriptors(),
          mapped.filter(line -> line.contains(SHARED)).count(),
          OpenMappings.number(),
          OpenMedia.pictures(),
          OpenMedia.inputs(),
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith(THREADS))
              .count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is still there after ten seconds, or nothing at all as soon as that is so. */
  public static DecoderRemains settled() {
    try {
      Awaitility.await().atMost(PATIENCE).until(() -> now().isNothing());
    } catch (ConditionTimeoutException e) {
      return now();
    }
    return NOTHING;
  }

  /** Whether all has been given back. */
  public boolean isNothing() {
    return equals(NOTHING);
  }

  /** Holds that all has been given back. */
  public void hold(RequirementTable bars) {
    bars.atMost("decoders' processes left", processes, 0);
    bars.atMost("descriptors of shared memory left", memories, 0);
    bars.atMost("mappings of shared memory left", Math.max(mappings, counted), 0);
    bars.atMost("pictures and inputs left open", pictures + inputs, 0);
    bars.atMost("threads of decoders' processes left", threads, 0);
  }

  private static long sharedDescriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(DecoderRemains::isShared).count();
    }
  }

  private static boolean isShared(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith(SHARED);
    } catch (IOException e) {
      return false; // the listing's own
    }
  }
}
