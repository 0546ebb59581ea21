package sluice.app.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import sluice.core.Picture;
import sluice.service.stream.StreamStatus;
import sluice.testing.DecoderProcesses;
import sluice.testing.FrameArrivals;
import sluice.testing.PacedStreams;
import sluice.testing.StartedService;
import sluice.testing.TinySsd;
import sluice.video.CamerasProcess;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;

/**
 * A service in this process whose cameras, which are in a process of their own, are decoded in one
 * process each; it knows which process decodes which stream. For one thread.
 */
public final class IsolatedCameras implements AutoCloseable {
  /** Silence after which the service gives a source up. */
  public static final Duration FRAME_TIMEOUT = Duration.ofSeconds(5);

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int BITS = 1_000_000;
  private static final Duration WAIT = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(10);

  private final FrameArrivals arrivals = new FrameArrivals();
  private final List<String> streams = new ArrayList<>();
  private final Map<String, Long> processes = new LinkedHashMap<>();
  private final CamerasProcess cameras;
  private final StartedService service;
  private final Duration opening;

  /**
   * What came of a signal.
   *
   * @param at when it was sent, by {@link System#nanoTime}
   * @param back when the next picture came of a new process; absent: not within half a minute
   */
  public record Hit(String stream, String signal, long at, OptionalLong back) {
    /** How long the stream was without a picture of the new process. */
    public Duration dark() {
      return back.isPresent() ? Duration.ofNanos(back.getAsLong() - at) : PATIENCE;
    }
  }

  /**
   * Starts all, and waits for the first picture of each camera.
   *
   * @param folder an empty one
   * @param more lines of further streams, which begin at once
   */
  public IsolatedCameras(Path folder, int count, String more) throws IOException {
    cameras = CamerasProcess.drawn(count, WIDTH, HEIGHT, BITS);
    try {
      var _ = measureOpening(cameras.addresses().getFirst()); // libraries are loaded
      opening = measureOpening(cameras.addresses().getFirst());
      service = new StartedService(folder, configuration(folder, more), arrivals::of);
    } catch (IOException | RuntimeException | Error e) {
      cameras.close();
      throw e;
    }
    try {
      for (String stream : streams) {
        Set<Long> before = DecoderProcesses.pids();
        service.resume(stream);
        processes.put(stream, fresh(before));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static Duration measureOpening(String address) {
    long begun = System.nanoTime();
    DecoderSettings settings = DecoderSettings.network(address);
    try (VideoDecoder decoder = InputOpener.IN_PROCESS.pictures(settings, () -> false, List.of());
        Picture _ = Objects.requireNonNull(decoder.next()).picture()) {
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }

  /** How long a camera takes to its first picture, where it is decoded in this process. */
  public Duration opening() {
    return opening;
  }

  private String configuration(Path folder, String more) throws IOException {
    Path model = TinySsd.write(folder);
    StringBuilder text = new StringBuilder();
    for (String address : cameras.addresses()) {
      String id = PacedStreams.id(streams.size());
      streams.add(id);
      text.append("  streams.%s { source = \"%s\", enabled = false }%n".formatted(id, address));
    }
    return """
    sluice {
      data-dir = "%1$s/data"
      models.main { model = "%2$s", cache-dir = "%1$s/compiled" }
      defaults { model = main, delivery = latest }
      security { isolation = network, hosts = [127.0.0.1] }
      recovery {
        frame-timeout = %3$d ms, min-backoff = %4$d ms, max-backoff = %4$d ms, jitter = 0
      }
      log.level = error
    %5$s
    %6$s
    }
    """
        .formatted(folder, model, FRAME_TIMEOUT.toMillis(), WAIT.toMillis(), text, more);
  }

  /** The cameras' streams. */
  public List<String> streams() {
    return List.copyOf(streams);
  }

  /** When pictures came. */
  public FrameArrivals arrivals() {
    return arrivals;
  }

  public StartedService service() {
    return service;
  }

  /** The process that decodes a stream. */
  public long process(String stream) {
    return processes.getOrDefault(stream, 0L);
  }

  /** Sends a signal to the process of a stream, and waits for the next picture of a new one. */
  public Hit hit(String stream, String signal) throws InterruptedException {
    Set<Long> before = DecoderProcesses.pids();
    long at = System.nanoTime();
    DecoderProcesses.signal(process(stream), signal);
    try {
      processes.put(stream, fresh(before));
      long since = System.nanoTime();
      Awaitility.await()
          .pollInterval(POLL)
          .atMost(PATIENCE)
          .until(() -> arrivals.firstAfter(stream, since).isPresent());
      return new Hit(stream, signal, at, arrivals.firstAfter(stream, since));
    } catch (ConditionTimeoutException e) {
      return new Hit(stream, signal, at, OptionalLong.empty());
    }
  }

  /** A process that was not there before; the one that was hit starts it, for all others stay. */
  private static long fresh(Set<Long> before) {
    Set<Long> now =
        Awaitility.await()
            .pollInterval(POLL)
            .atMost(PATIENCE)
            .until(DecoderProcesses::pids, pids -> !before.containsAll(pids));
    return now.stream().filter(pid -> !before.contains(pid)).findFirst().orElseThrow();
  }

  /** How often a stream's source was opened again, for whatever cause. */
  public static long restarts(StreamStatus status) {
    return status.faults().restarts().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    try {
      service.close();
    } finally {
      cameras.close();
    }
  }
}
