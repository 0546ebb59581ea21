package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.ServiceConfig;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamStatus;

@Timeout(60)
class ServiceRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** Streams may run, and a supervisor may send SIGHUP, before the server listens. */
  @Test
  void reload_counts_beforeTheEndpointIsOpen() throws IOException {
    configure("a");
    AtomicReference<ServiceRun> run = new AtomicReference<>();
    Endpoint endpoint =
        new Endpoint() {
          @Override
          public Open open(ServiceParts parts, HttpConfig config) {
            try {
              configure("a", "b");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            run.get().reload();
            await()
                .atMost(PATIENCE)
                .until(() -> parts.control().state().streams().containsKey("b"));
            run.get().stop();
            return new Opened();
          }
        };
    run.set(new ServiceRun(endpoint));

    assertThat(run.get().run(file(), read(), Optional.empty())).isZero();
  }

  @Test
  void reload_counts_beforeTheServiceIsThere() throws IOException {
    configure("a");
    ServiceConfig before = read();
    AtomicReference<ServiceRun> run = new AtomicReference<>();
    Endpoint endpoint =
        (parts, config) -> {
          await().atMost(PATIENCE).until(() -> parts.control().state().streams().containsKey("b"));
          run.get().stop();
          return new Opened();
        };
    run.set(new ServiceRun(endpoint));
    configure("a", "b");

    run.get().reload();

    assertThat(run.get().run(file(), before, Optional.empty())).isZero();
  }

  @Test
  void stop_counts_beforeTheServiceIsThere() throws IOException {
    configure("a");
    ServiceRun run =
        new ServiceRun(
            (parts, config) -> {
              throw new AssertionError("it was to end");
            });

    run.stop();

    assertThat(run.run(file(), read(), Optional.empty())).isZero();
    assertThat(folder.resolve("data")).doesNotExist();
  }

  /** A second instance, whose port is taken, must open no camera and no file. */
  @Test
  void streams_startOnceTheEndpointIsOpen() throws IOException {
    configure("a");
    AtomicReference<List<StreamStatus>> before = new AtomicReference<>();
    AtomicReference<ServiceRun> run = new AtomicReference<>();
    Endpoint endpoint =
        (parts, config) -> {
          configureUnchecked("a", "b");
          run.get().reload(); // nor what a reload adds
          await().atMost(PATIENCE).until(() -> parts.control().state().streams().containsKey("b"));
          before.set(streams(parts));
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    await().atMost(PATIENCE).until(() -> streams(parts).size() == 2);
                    run.get().stop();
                  });
          return new Opened();
        };
    run.set(new ServiceRun(endpoint));

    assertThat(run.get().run(file(), read(), Optional.empty())).isZero();
    assertThat(before.get()).isEmpty();
  }

  private static List<StreamStatus> streams(ServiceParts parts) {
    return AskPattern.<StreamManager.Command, List<StreamStatus>>ask(
            parts.actors().streams(),
            StreamManager.ListStatus::new,
            PATIENCE,
            parts.system().scheduler())
        .toCompletableFuture()
        .join();
  }

  private void configureUnchecked(String... streams) {
    try {
      configure(streams);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Opened() implements Endpoint.Open {
    @Override
    public URI page() {
      return URI.create("http://localhost/");
    }

    @Override
    public void close() {}
  }

  private Path file() {
    return folder.resolve("a.conf");
  }

  private void configure(String... streams) throws IOException {
    StringBuilder text =
        new StringBuilder("sluice { data-dir = \"" + folder.resolve("data") + "\"\n");
    text.append("models.tiny.model = person-detection-hog\n");
    for (String stream : streams) {
      text.append("streams.")
          .append(stream)
          .append(" { source = \"demo:\", model = tiny, enabled = false }\n");
    }
    Files.writeString(file(), text.append("}\n"));
  }

  private ServiceConfig read() {
    return switch (Configuration.reader().read(file())) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig fine) -> fine;
      case ConfigResult.Refused<ServiceConfig> refused ->
          throw new IllegalArgumentException(refused.problems().toString());
    };
  }
}
