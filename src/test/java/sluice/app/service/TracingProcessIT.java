package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;

/**
 * What tracing brings into the service's process, and that nothing of it, nor of the clients of
 * sinks with far sides, comes where it isn't configured.
 */
@Timeout(180)
class TracingProcessIT {
  private static final int PICTURES = 30;

  /** Packages of the clients that sinks with far sides use. */
  private static final List<String> CLIENTS =
      List.of(
          " org.apache.kafka.",
          " com.hivemq.",
          " io.netty.",
          " io.reactivex.",
          " org.postgresql.",
          " org.sqlite.",
          " java.net.http.HttpClient");

  @TempDir Path folder;

  @Test
  void nothingOfOpenTelemetry_norOfClientsOfSinks_isLoaded_whereNoneIsConfigured()
      throws Exception {
    assertThat(loaded("", 0))
        .isNotEmpty()
        .noneMatch(isLibrary())
        .noneMatch(line -> CLIENTS.stream().anyMatch(line::contains));
  }

  @Test
  void libraryIsLoaded_withAnEndpoint() throws Exception {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      assertThat(loaded("tracing.endpoint = \"" + receiver.endpoint() + "\"", 1))
          .anyMatch(isLibrary());
      assertThat(receiver.spans()).isNotEmpty();
    }
  }

  private static Predicate<String> isLibrary() {
    return line -> line.contains("io.opentelemetry.");
  }

  /**
   * The classes that a service loads, from its start to its end, with a stream in between.
   *
   * @param tracing the setting
   * @param threads of tracing that it has to have
   */
  private List<String> loaded(String tracing, int threads)
      throws IOException, InterruptedException {
    Path results = folder.resolve("a.jsonl");
    Path classes = folder.resolve("classes.log");
    Path file =
        Files.writeString(
            folder.resolve("service.conf"),
            """
            sluice {
              data-dir = "%1$s/data"
              http.port = 0
              %2$s
              models.tiny { model = "%3$s", requests = 1, cache-dir = "%1$s/compiled" }
              sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
              streams.a { source = "%4$s", model = tiny, sinks = [out], threshold = 0 }
            }
            """
                .formatted(
                    folder,
                    tracing,
                    TinySsd.write(folder),
                    BrightClip.write(folder, "clip.mkv", PICTURES)));
    try (ServiceChild child =
        ServiceChild.launch(
            file, folder.resolve("service.log"), Map.of(), "-Xlog:class+load:file=" + classes)) {
      child.port();
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Files.exists(results) && Files.readAllLines(results).size() == PICTURES);
      assertThat(child.threads("sluice-traces\n")).isEqualTo(threads);
      assertThat(child.end()).isZero();
    }
    return Files.readAllLines(classes);
  }
}
