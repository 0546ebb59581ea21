package sluice.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import sluice.testing.ApiClient;
import sluice.testing.PacedStreams;
import sluice.testing.ServiceChild;
import sluice.video.TestClip;

/**
 * What a stream costs a service: starts {@code sluice run} on many streams of the built-in model,
 * {@code STREAMS[,STREAMS…] FPS REQUESTS [VIDEO [SECONDS]]}, and prints resident memory and its
 * parts, native memory and threads for each number of streams. Needs Linux. How to start it: {@code
 * src/docs/long-runs.md}.
 */
public final class StreamFootprintRun {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int CLIP_FPS = 2;
  private static final int CLIP_SECONDS = 20;
  private static final int GROUND = 0x202020;
  private static final int BAR = 0xC06020;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The flags and variables of {@code bin/sluice}. */
  private static final String[] FLAGS = {
    "-XX:TieredStopAtLevel=4",
    "-Xmx1g",
    "-Xms32m",
    "-Xmn16m",
    "-XX:SurvivorRatio=2",
    "-XX:MinHeapFreeRatio=20",
    "-XX:MaxHeapFreeRatio=40",
    "-Dsluice.home=" + Path.of("").toAbsolutePath()
  };

  private static final Map<String, String> VARIABLES =
      Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", "131072");

  private final Path folder;
  private final double fps;
  private final int requests;
  private final String video;
  private final Duration length;

  private StreamFootprintRun(Path folder, String[] args) {
    this.folder = folder;
    this.fps = Double.parseDouble(args[1]);
    this.requests = Integer.parseInt(args[2]);
    this.video = args.length > 3 ? args[3] : clip(folder).toString();
    this.length = Duration.ofSeconds(args.length > 4 ? Long.parseLong(args[4]) : 30);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    PacedStreams.inFolder(
        "stream-footprint",
        folder -> {
          StreamFootprintRun run = new StreamFootprintRun(folder, args);
          for (String streams : args[0].split(",", -1)) {
            run.measure(Integer.parseInt(streams));
          }
        });
  }

  /** Few pictures a second, so that two processors can decode all streams. */
  private static Path clip(Path folder) {
    return new TestClip()
        .size(WIDTH, HEIGHT)
        .rate(CLIP_FPS)
        .gop(2 * CLIP_FPS)
        .coded("libopenh264", "yuv420p")
        .painted((n, x, y) -> (x / 40 + n) % 8 == 0 ? BAR : GROUND + y / 4 * 0x010101)
        .write(folder.resolve("clip.mp4"), CLIP_FPS * CLIP_SECONDS);
  }

  private void measure(int streams) throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve(streams + "-streams"));
    try (ServiceChild service =
            ServiceChild.launch(configure(own, streams), own.resolve("log"), VARIABLES, FLAGS);
        ApiClient client = new ApiClient(service.port())) {
      Awaitility.await("all streams run")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptionsMatching(busy -> service.isAlive())
          .until(() -> client.metric("sluice_frames_inferred_total") > 2.0 * streams);
      double before = client.metric("sluice_frames_inferred_total");
      Duration used = service.processorTime();
      long peak = 0;
      for (int i = 0; i < length.toSeconds(); i++) {
        TimeUnit.SECONDS.sleep(1);
        peak = Math.max(peak, service.counted("VmRSS"));
      }
      double results = client.metric("sluice_frames_inferred_total") - before;
      used = service.processorTime().minus(used);
      print("streams", "%d of %s fps, %d requests", streams, fps, requests);
      print("results a second", "%.1f", results / length.toSeconds());
      print("processors busy", "%.2f", used.toMillis() / 1e3 / length.toSeconds());
      print("resident memory", "%.0f MB", mega(peak));
      parts(service.pid())
          .forEach((part, kilobytes) -> print("  " + part, "%.0f MB", mega(kilobytes)));
      for (String metric :
          List.of(
              "sluice_native_bytes",
              "sluice_heap_used_bytes",
              "sluice_heap_live_bytes",
              "sluice_model_tensors")) {
        print(metric, "%.0f", client.metric(metric));
      }
      print("threads", "%d", service.counted("Threads"));
      nativeMemory(service.pid());
    }
  }

  private Path configure(Path own, int streams) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < streams; i++) {
      all.append("    %s.source = \"%s\"%n".formatted(PacedStreams.id(i), video));
    }
    return Files.writeString(
        own.resolve("run.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http.port = 0
          models.people { model = person-detection-hog, requests = %2$d }
          defaults { model = people, delivery = latest, realtime = true, loop = true, detect-fps = %3$s }
          streams {
        %4$s  }
        }
        """
            .formatted(own, requests, fps, all));
  }

  /** Resident memory by what is mapped, kB. */
  private static Map<String, Long> parts(long pid) throws IOException {
    Map<String, Long> parts = new TreeMap<>();
    String part = "";
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
      String[] words = line.trim().split("\\s+", 6);
      if (words[0].contains("-") && !words[0].endsWith(":")) {
        part = kind(words);
      } else if (words[0].equals("Rss:")) {
        parts.merge(part, Long.parseLong(words[1]), Long::sum);
      }
    }
    return parts;
  }

  /** The Java heap has its own place below 4 GB; arenas of malloc are 64 MB in size. */
  private static String kind(String[] words) {
    if (words.length > 5) {
      return words[5].startsWith("/") ? "files" : words[5];
    }
    long from = Long.parseUnsignedLong(words[0].substring(0, words[0].indexOf('-')), 16);
    long to = Long.parseUnsignedLong(words[0].substring(words[0].indexOf('-') + 1), 16);
    if (from < 1L << 33) {
      return "Java heap";
    }
    long size = to - from;
    String access = words[1].startsWith("rwx") ? "code" : "";
    return access.isEmpty()
        ? size < 1L << 20 ? "anonymous, less than 1 MB" : "anonymous, 1 MB and more"
        : access;
  }

  /** What the JVM says of its own, where it tracks that. */
  private static void nativeMemory(long pid) throws IOException {
    if (!System.getenv().getOrDefault("JAVA_TOOL_OPTIONS", "").contains("NativeMemoryTracking")) {
      return;
    }
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "VM.native_memory", "summary", "scale=MB")
            .start();
    System.out.print(new String(process.getInputStream().readAllBytes()));
  }

  private static double mega(long kilobytes) {
    return kilobytes / 1024.0;
  }

  private static void print(String what, String format, Object... values) {
    System.out.printf(Locale.ROOT, "%-28s " + format + "%n", prepend(what, values));
  }

  private static Object[] prepend(String what, Object[] values) {
    List<Object> all = new ArrayList<>(List.of(what));
    all.addAll(List.of(values));
    return all.toArray();
  }
}
