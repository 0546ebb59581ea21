package sluice.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import sluice.testing.ApiClient;
import sluice.testing.Rounds;
import sluice.testing.ServiceChild;

/**
 * Six streams that follow objects across lines and zones and ask second models, {@code LAUNCHER
 * SHARED MINUTES}, in an installed service: its memory stays what it was, nothing of pictures and
 * tensors is left when the streams rest, counts survive a restart. See src/docs/long-runs.md.
 */
public final class SceneLoadRun {
  private static final int STREAMS = 6;
  private static final String FIRST = "person-detection-0202";
  private static final String SECOND = "person-attributes-recognition-crossroad-0230";

  /**
   * Of a decoded picture of the video, 768x432 in yuv420p; snapshots of resting streams show it.
   */
  private static final long PICTURE_BYTES = 768 * 432 * 3 / 2;

  private static final double MOST_GROWTH = 1.1;
  private static final Duration ROUND = Duration.ofSeconds(15);

  private SceneLoadRun() {}

  public static void main(String[] args) throws Exception {
    Path launcher = Path.of(args[0]).toAbsolutePath();
    Path shared = Path.of(args[1]).toAbsolutePath().normalize();
    Duration length = Duration.ofMinutes(Long.parseLong(args[2]));
    Path folder = Files.createTempDirectory("sluice-scenes");
    Path configuration = configure(folder, shared);
    Map<String, String> environment = Map.of("SLUICE_MODELS", models(folder, shared).toString());
    String counted;
    boolean fine;
    try (ServiceChild child =
            ServiceChild.installed(launcher, configuration, folder.resolve("log"), environment);
        ApiClient client = new ApiClient(child.port())) {
      List<Long> resident = watch(child, client, length);
      double crossings = client.metric("sluice_line_crossings_total");
      fine =
          isFlat(resident)
              && crossings > 0
              && client.metric("sluice_cascade_inferences_total") > 0
              && rests(client);
      counted = counts(client);
      System.out.printf("exit code %d%n", child.end());
    }
    try (ServiceChild child =
            ServiceChild.installed(launcher, configuration, folder.resolve("log2"), environment);
        ApiClient client = new ApiClient(child.port())) {
      boolean kept = counts(client).equals(counted);
      System.out.println(kept ? "counts are those of before" : "counts DIFFER");
      fine &= kept && child.end() == 0;
    }
    System.out.println(fine ? "held" : "NOT held");
    System.exit(fine ? 0 : 1);
  }

  /** Streams are paused by the API at the end, so that the second service finds them at rest. */
  private static Path configure(Path folder, Path shared) throws IOException {
    StringBuilder streams = new StringBuilder();
    for (int i = 0; i < STREAMS; i++) {
      streams.append(
          """
            streams.s%d {
              source = "%s", loop = true, realtime = true, detect-fps = 5
              lines.gate { from = [0.75, 0.2], to = [0.75, 1] }
              lines.middle { from = [0.5, 0], to = [0.5, 1] }
              zones.floor { points = [[0.1, 0.4], [0.9, 0.4], [0.9, 1], [0.1, 1]], dwell = 3s, max-occupancy = 0 }
              objects.classify = [{ model = second, labels = [person] }]
            }
          """
              .formatted(i, shared.resolve("videos/one-by-one-person-detection.mp4")));
    }
    return Files.writeString(
        folder.resolve("scenes.conf"),
        """
        sluice {
          data-dir = "%s/data"
          http.port = 0
          http.limits.requests-per-second = 1000
          models.people { model = %s, precision = FP16-INT8 }
          models.second { model = %s, precision = FP16 }
          defaults.model = people
        %s}
        """
            .formatted(folder, FIRST, SECOND, streams));
  }

  /** The models' files where those of manifests are looked for. */
  private static Path models(Path folder, Path shared) throws IOException {
    Path models = folder.resolve("models");
    copy(shared.resolve("models/" + FIRST + "/FP16-INT8"), FIRST, models, "FP16-INT8");
    copy(shared.resolve("objects/models"), SECOND, models, "FP16");
    return models;
  }

  private static void copy(Path from, String name, Path models, String precision)
      throws IOException {
    Path files = Files.createDirectories(models.resolve(name).resolve(precision));
    for (String ending : List.of(".xml", ".bin")) {
      Files.copy(from.resolve(name + ending), files.resolve(name + ending));
    }
  }

  private static List<Long> watch(ServiceChild child, ApiClient client, Duration length)
      throws InterruptedException {
    List<Long> resident = new ArrayList<>();
    Rounds.run(
        length,
        ROUND,
        () -> {
          resident.add(child.counted("VmRSS"));
          for (int i = 0; i < STREAMS; i++) {
            client.get(ApiClient.STREAMS + "/s" + i + "/objects");
            client.get(ApiClient.STREAMS + "/s" + i + "/snapshot.jpg");
          }
          System.out.printf(
              "%5d s: %d kB resident, %.0f native, %.0f objects, %.0f crossings, %.0f second"
                  + " inferences, %.0f skipped%n",
              resident.size() * ROUND.toSeconds(),
              resident.getLast(),
              client.metric("sluice_native_bytes"),
              client.metric("sluice_objects_total"),
              client.metric("sluice_line_crossings_total"),
              client.metric("sluice_cascade_inferences_total"),
              client.metric("sluice_cascade_skipped_total"));
          return resident;
        });
    return resident;
  }

  /** Of two times as long, the second half: the most of each. */
  private static boolean isFlat(List<Long> resident) {
    int quarter = resident.size() / 4;
    long second = most(resident.subList(quarter, 2 * quarter));
    long last = most(resident.subList(3 * quarter, resident.size()));
    System.out.printf(
        "most resident: %d kB in the second quarter, %d kB in the last%n", second, last);
    return last <= MOST_GROWTH * second;
  }

  private static long most(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Pauses all streams and waits until nothing is left but the newest picture of each. */
  private static boolean rests(ApiClient client) {
    for (int i = 0; i < STREAMS; i++) {
      client.send("POST", ApiClient.STREAMS + "/s" + i + "/pause", "");
    }
    Awaitility.await("nothing is left")
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                client.metric("sluice_leases_open") == 0
                    && client.metric("sluice_native_bytes") <= STREAMS * PICTURE_BYTES);
    return true;
  }

  private static String counts(ApiClient client) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < STREAMS; i++) {
      all.append(client.get(ApiClient.STREAMS + "/s" + i + "/counts").json().get("lines"));
    }
    return all.toString();
  }
}
