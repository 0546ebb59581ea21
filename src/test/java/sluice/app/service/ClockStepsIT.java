package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.control.ReloadAnswer;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.BrightClip;
import sluice.testing.LiveService;
import sluice.testing.TinySsd;

/** The date is set by 40 days, either way, under the whole service. */
@Timeout(240)
class ClockStepsIT {
  private static final Duration STEP = Duration.ofDays(40);
  private static final Duration IN_TIME = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final SetClock clock = new SetClock();

  /** The system's clock, set to another date. */
  private static final class SetClock extends Clock {
    private volatile Duration offset = Duration.ZERO;

    void step(Duration by) {
      offset = offset.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(offset);
    }
  }

  @Test
  void nothingIsLost_andNothingStandsStill() throws Exception {
    Path model = TinySsd.write(folder);
    Path clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), BrightClip.PERIOD);
    configure(model, clip, "lobby");
    long start = System.nanoTime();
    try (LiveService service = new LiveService(folder.resolve("a.conf"), clock)) {
      goesOn(service, start);
      for (Duration step : List.of(STEP, STEP.negated(), STEP.negated(), STEP)) {
        clock.step(step);
        goesOn(service, start);
      }

      configure(model, clip, "lobby", "added");
      clock.step(STEP);
      ReloadAnswer answer =
          service.control().reload().toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(answer).isInstanceOf(ReloadAnswer.Done.class);
      await().atMost(IN_TIME).until(() -> service.status("added").state() == StreamState.RUNNING);
      goesOn(service, start);
    }
  }

  /** After whatever was done to the clock: several files' worth of results, and another attempt. */
  private void goesOn(LiveService service, long start) throws IOException {
    List<Path> before = results();
    long inferred = service.status("lobby").counts().framesInferred();
    long restarts = restarts(service);
    await().atMost(IN_TIME).until(() -> results().size() >= before.size() + 3);
    await().atMost(IN_TIME).until(() -> restarts(service) > restarts);
    assertThat(results()).as("no file is deleted").containsAll(before);
    StreamStatus status = service.status("lobby");
    assertThat(status.counts().framesInferred()).isGreaterThan(inferred);
    assertThat(status.state()).isEqualTo(StreamState.RUNNING);
    assertThat(status.faults().uptime())
        .isBetween(Duration.ZERO, Duration.ofNanos(System.nanoTime() - start));
    assertThat(status.sinks()).allMatch(sink -> sink.healthy() && sink.lost() == 0);
  }

  private static long restarts(LiveService service) {
    return service.status("gone").faults().restarts().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private List<Path> results() {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("lobby\\..+\\.jsonl"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void configure(Path model, Path clip, String... streams) throws IOException {
    Files.createDirectories(folder.resolve("out"));
    StringBuilder text =
        new StringBuilder(
            """
            sluice {
              data-dir = "%1$s/data"
              models.tiny { model = "%2$s", requests = 1, cache-dir = "%1$s/compiled" }
              sinks.out {
                type = json-lines, path = "%1$s/out/{stream}.jsonl"
                max-size = 2KiB, daily = true, keep-age = 30d, keep-files = 100000, compress = false
              }
              recovery { min-backoff = 100ms, max-backoff = 1s }
              defaults { model = tiny, sinks = [out], loop = true, realtime = true }
              security.hosts = ["127.0.0.1"]
              streams.gone { source = "rtsp://127.0.0.1:9/none", loop = false, realtime = false }
            """
                .formatted(folder, model));
    for (String stream : streams) {
      text.append("  streams.").append(stream).append(".source = \"").append(clip).append("\"\n");
    }
    Files.writeString(folder.resolve("a.conf"), text.append("}\n"));
  }
}
