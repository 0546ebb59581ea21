package sluice.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sluice.testing.BrightClip;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/** Services with streams of drawn clips and a model that takes no time. */
final class DashboardService {
  private static final int PICTURES = 50;

  private DashboardService() {}

  /** Draws the clip {@code clip.mkv} and writes the model; both stay in the folder. */
  static void draw(Path folder) throws IOException {
    BrightClip.of(320, 192).write(clip(folder), PICTURES);
    TinySsd.write(folder);
  }

  static Path clip(Path folder) {
    return folder.resolve("clip.mkv");
  }

  /**
   * Starts a service, and waits until it listens.
   *
   * @param folder holds {@link #draw clip and model}
   * @param http settings of {@code sluice.http}, with a port
   * @param streams settings of {@code sluice}
   */
  static ServiceChild start(Path folder, String http, String streams) throws IOException {
    return start(folder, http, streams, Map.of());
  }

  /** The same with further variables of the environment. */
  static ServiceChild start(
      Path folder, String http, String streams, Map<String, String> environment)
      throws IOException {
    Path model;
    try (var files = Files.list(folder)) {
      model = files.filter(file -> file.toString().endsWith(".xml")).findFirst().orElseThrow();
    }
    Path file =
        Files.writeString(
            folder.resolve("dashboard.conf"),
            """
            sluice {
              data-dir = "%1$s/data"
              http { %2$s }
              models.tiny { model = "%3$s", requests = 2 }
              sinks.results { type = json-lines, path = "%1$s/{stream}.jsonl" }
              recovery { frame-timeout = 2s, min-backoff = 200ms, max-backoff = 1s }
              security { hosts = [127.0.0.1], file-roots = ["%1$s"] }
              defaults { model = tiny, threshold = 0.05 }
            %4$s
            }
            """
                .formatted(folder, http, model, streams));
    ServiceChild child = ServiceChild.launch(file, folder.resolve("log"), environment);
    try {
      child.port();
      return child;
    } catch (RuntimeException | Error failure) {
      child.close();
      throw failure;
    }
  }

  /** A stream of the clip. */
  static String stream(Path folder, String id) {
    return "  streams.%s { source = \"%s\", loop = true, realtime = true }%n"
        .formatted(id, clip(folder));
  }

  static String address(ServiceChild service) {
    return "http://127.0.0.1:" + service.port() + "/";
  }
}
