package sluice.app.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import sluice.core.NativeMemory;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.metrics.ThreadCpuTimes;
import sluice.service.stream.StreamStatus;
import sluice.stage.sink.live.LiveCounts;
import sluice.testing.PacedStreams;
import sluice.testing.ProcessFootprint;
import sluice.testing.RequirementTable;
import sluice.testing.StartedService;
import sluice.video.OpenMedia;

/**
 * Load test of live pictures: runs the service on six paced streams with twelve viewers over HTTP,
 * two of them reading a kilobyte a second, and checks its service levels: {@code MINUTES MODEL
 * VIDEO…}. Needs Linux. Ends with exit code 1 where a bar is missed. How to start it, and what is
 * measured: {@code src/docs/long-runs.md}.
 */
public final class ViewerLoad {
  private static final int STREAMS = 6;
  private static final double FPS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration UNWATCHED = Duration.ofSeconds(20);
  private static final Duration FILLING = Duration.ofSeconds(10);
  private static final int LOOKS = 40;
  private static final String PAINTER = "painter";
  private static final String CLIENTS = "clients";
  private static final String HTTP = "HTTP";

  private final Duration time;
  private final Path model;
  private final List<String> videos;
  private final RequirementTable bars = new RequirementTable();

  private ViewerLoad(String[] args) {
    time = Duration.ofMillis((long) (Double.parseDouble(args[0]) * 60_000));
    model = Path.of(args[1]);
    videos = List.of(args).subList(2, args.length);
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ViewerLoad run = new ViewerLoad(args);
    PacedStreams.inFolder("watchers", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run(Path folder) throws IOException, InterruptedException {
    String configuration = PacedStreams.configuration(folder, model, FPS, STREAMS, videos);
    try (StartedService service =
        new StartedService(folder, configuration, id -> StreamObserver.NONE)) {
      service.await(STREAMS, stream -> stream.counts().framesInferred() > 0);
      TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
      HttpServer server = service.listen();
      Span before = unwatched(service);
      Span watched = watched(service, server.address().getPort());
      Awaitility.await().until(() -> service.liveCounts().canvases() == 0);
      Span after = unwatched(service);
      report(before, watched, after);
      nothingIsLeft(after);
      stops(service, server);
      service.pause();
    }
    bars.atMost("pictures left open", OpenMedia.pictures(), 0);
    bars.atMost("native memory left, bytes", NativeMemory.bytes(), 0);
  }

  /** What was counted at a moment. */
  private record Moment(
      long nanos, List<StreamStatus> streams, ThreadCpuTimes threads, LiveCounts live) {
    static Moment of(StartedService service) {
      return new Moment(
          System.nanoTime(), service.streams(), ThreadCpuTimes.now(), service.liveCounts());
    }
  }

  /** From one moment to another. */
  private record Span(Moment from, Moment to) {
    double seconds() {
      return (to.nanos() - from.nanos()) / 1e9;
    }

    double leastRate() {
      return IntStream.range(0, STREAMS)
          .mapToDouble(
              i ->
                  (to.streams().get(i).counts().framesInferred()
                          - from.streams().get(i).counts().framesInferred())
                      / seconds())
          .min()
          .orElse(0);
    }

    long pictures() {
      return to.live().pictures() - from.live().pictures();
    }

    /** Processor time of the process, nanoseconds a second. */
    double load() {
      return (to.threads().ofProcess() - from.threads().ofProcess()) / seconds();
    }

    Map<String, Long> loads() {
      return to.threads().since(from.threads(), ViewerLoad::stage);
    }
  }

  /** The part that a thread has, by its name as Linux has it. */
  private static String stage(String thread) {
    if (thread.startsWith("sluice-live")) {
      return PAINTER;
    }
    if (thread.startsWith("HttpClient")
        || thread.startsWith("watchers-")
        || thread.startsWith("slow-reader")) {
      return CLIENTS;
    }
    return thread.startsWith("sluice-pekko") ? HTTP : "everything else";
  }

  private static Span unwatched(StartedService service) throws InterruptedException {
    Moment from = Moment.of(service);
    TimeUnit.MILLISECONDS.sleep(UNWATCHED.toMillis());
    return new Span(from, Moment.of(service));
  }

  private Span watched(StartedService service, int port) throws IOException, InterruptedException {
    try (ViewerCrowd crowd = new ViewerCrowd(port, streams())) {
      Moment from = Moment.of(service);
      List<ProcessFootprint> footprints = new ArrayList<>();
      for (int look = 1; look <= LOOKS; look++) {
        long due = from.nanos() + time.toNanos() * look / LOOKS;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        footprints.add(ProcessFootprint.now());
        System.out.printf(
            "%2d of %d: %d pictures drawn, %d came to watchers, %d KB to the slow ones, %.1f MB%n",
            look,
            LOOKS,
            service.liveCounts().pictures(),
            crowd.pictures(),
            crowd.slowKilobytes(),
            footprints.getLast().kilobytes() / 1024.0);
      }
      Span span = new Span(from, Moment.of(service));
      RequirementTable.fact("pictures that came to those who read", "%d", crowd.pictures());
      RequirementTable.fact("kilobytes to the slow ones", "%d", crowd.slowKilobytes());
      RequirementTable.fact("slow ones cut and come again", "%d times", crowd.slowCuts());
      bars.atMost("pictures that came twice to one watcher", crowd.repeated(), 0);
      ProcessFootprint.holdFlat(footprints, bars);
      return span;
    }
  }

  private static List<String> streams() {
    return IntStream.range(0, STREAMS).mapToObj(PacedStreams::id).toList();
  }

  private void report(Span before, Span watched, Span after) {
    RequirementTable.fact("watched", "%.0f s", watched.seconds());
    Map<String, Long> loads = watched.loads();
    double seconds = watched.seconds();
    loads.forEach(
        (stage, nanos) ->
            RequirementTable.fact("CPU: " + stage, "%.3f cores", nanos / 1e9 / seconds));
    LiveCounts from = watched.from().live();
    LiveCounts to = watched.to().live();
    double pictures = watched.pictures();
    RequirementTable.fact("pictures drawn", "%.0f, %.1f a second", pictures, pictures / seconds);
    RequirementTable.fact("bytes of a picture", "%.0f", (to.bytes() - from.bytes()) / pictures);
    RequirementTable.fact(
        "CPU of drawing and encoding",
        "%.2f ms a picture",
        (to.cpuNanos() - from.cpuNanos()) / 1e6 / pictures);
    double extra =
        watched.load() * seconds
            - (before.load() + after.load()) / 2 * seconds
            - loads.getOrDefault(CLIENTS, 0L);
    RequirementTable.fact(
        "CPU of the process, unwatched",
        "%.3f, %.3f cores",
        before.load() / 1e9,
        after.load() / 1e9);
    RequirementTable.fact("CPU of the process, watched", "%.3f cores", watched.load() / 1e9);
    RequirementTable.fact(
        "more than unwatched, without the clients", "%.2f ms a picture", extra / 1e6 / pictures);
    bars.atLeast("least stream / its rate", watched.leastRate() / FPS, 0.98);
    bars.atLeast("pictures drawn", pictures, 1);
  }

  private void nothingIsLeft(Span after) {
    bars.atMost("pictures drawn after the last has left", after.pictures(), 0);
    bars.atMost("canvases held after that", after.to().live().canvases(), 0);
  }

  /** How long the server takes to stop, without viewers and with all twelve. */
  private void stops(StartedService service, HttpServer first)
      throws IOException, InterruptedException {
    double alone = stop(first);
    HttpServer second = service.listen();
    try (ViewerCrowd crowd = new ViewerCrowd(second.address().getPort(), streams())) {
      TimeUnit.MILLISECONDS.sleep(FILLING.toMillis());
      bars.atLeast("pictures that came before the stop", crowd.pictures(), 1);
      double watched = stop(second);
      RequirementTable.fact(
          "stop of HTTP, without viewers, and with all", "%.2f s, %.2f s", alone, watched);
      bars.atMost("stop with watchers, seconds longer", watched - alone, 0.5);
    }
  }

  private static double stop(HttpServer server) {
    long start = System.nanoTime();
    server.stop(Duration.ofSeconds(10)).toCompletableFuture().join();
    return (System.nanoTime() - start) / 1e9;
  }
}
