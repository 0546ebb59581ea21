package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.util.CacheFolder;
import sluice.metrics.RunProgress;
import sluice.testing.BrightClip;
import sluice.testing.ConfigText;
import sluice.testing.TestJob;
import sluice.testing.TinySsd;
import sluice.testing.servers.HookServer;

/** Jobs whose results go to sinks of the configuration, however their far sides behave. */
@Timeout(120)
class JobSinksIT {
  private static final String ALL = "only = all, batch-wait = 0s";
  private static final DeliveryLimits SHORT =
      new DeliveryLimits(Duration.ofSeconds(1), Duration.ofMillis(100));
  private static final DeliveryLimits LONG =
      new DeliveryLimits(Duration.ofMinutes(10), Duration.ofMinutes(10));

  @TempDir Path folder;
  private final HookServer server = new HookServer();
  private Path clip;
  private Set<Path> before;

  @BeforeEach
  void drawClip() throws IOException {
    clip = BrightClip.write(folder, "clip.mkv", 25);
    before = scratch();
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    assertThat(before).as("nothing that waited is left on the disk").containsAll(scratch());
  }

  private static Set<Path> scratch() throws IOException {
    Path place = CacheFolder.of("jobs");
    if (!Files.isDirectory(place)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return new HashSet<>(files.toList());
    }
  }

  /** The sinks of a configuration, all of them. */
  private DetectSettings.Sinks sinks(String... sinks) {
    ServiceConfig config = ConfigText.of(folder, String.join("\n", sinks)).fine();
    return new DetectSettings.Sinks(
        List.copyOf(config.sinks().values()),
        config.security().sinkHosts(),
        folder.resolve("refused"));
  }

  private String hook(String settings) {
    return "sluice.sinks.hook { %s, %s }".formatted(server.sinkSettings(), settings);
  }

  private TestJob job(DeliveryLimits limits) {
    return new TestJob(TinySsd.write(folder), limits);
  }

  /** What does something in another thread once frames flow. */
  private static final class Watcher implements DetectProgress {
    private final Consumer<Supplier<RunProgress>> running;
    private final Runnable delivering;
    private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

    Watcher(Consumer<Supplier<RunProgress>> running, Runnable delivering) {
      this.running = running;
      this.delivering = delivering;
    }

    @Override
    public void started(int input, SourceInfo source, Supplier<RunProgress> progress) {
      done = CompletableFuture.runAsync(() -> running.accept(progress));
    }

    @Override
    public void delivering(Supplier<List<SinkBacklog>> waiting) {
      delivering.run();
    }

    @Override
    public void ended(int input) {}
  }

  /** The parts of ids that say what they name: numbers of frames, events and states. */
  private static List<String> names(List<String> ids) {
    return ids.stream().distinct().map(id -> id.substring(id.lastIndexOf('-') + 1)).toList();
  }

  private static List<String> frames(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Test
  void receiverThatIsKilledMeanwhile_getsAll_inOrder() {
    server.start();
    Watcher watcher =
        new Watcher(
            progress -> {
              await().until(() -> !server.received("clip-mkv").isEmpty());
              server.kill();
              long then = progress.get().finished();
              await().until(() -> progress.get().finished() >= Math.min(then + 50, 600));
              server.start();
            },
            () -> {});

    DetectSummary summary =
        job(LONG)
            .input(clip)
            .input(clip)
            .loop()
            .limit(600)
            .scene(new SceneSettings(Optional.of(true), Map.of(), Map.of(), ObjectSettings.DEFAULT))
            .sinks(sinks(hook(ALL)))
            .run(watcher);

    watcher.done.join();
    assertThat(summary.failures()).isEmpty();
    for (String stream : List.of("clip-mkv", "clip-mkv-2")) {
      List<String> names = names(server.received(stream));
      assertThat(names).startsWith("s1", "s2").endsWith("s" + events(names, "s"));
      assertThat(names).filteredOn(name -> name.matches("\\d+")).isEqualTo(frames(600));
      assertThat(events(names, "e")).isPositive();
    }
    SinkSummary sink = summary.sinks().getFirst();
    int told =
        Stream.of("clip-mkv", "clip-mkv-2")
            .mapToInt(stream -> names(server.received(stream)).size())
            .sum();
    assertThat(sink.delivered()).isEqualTo(told);
    assertThat(sink.undelivered()).isZero();
    assertThat(sink.losses()).isEmpty();
  }

  /** How many of a kind there are; their numbers are in order. */
  private static int events(List<String> names, String kind) {
    List<Integer> numbers =
        names.stream()
            .filter(name -> name.startsWith(kind))
            .map(name -> Integer.valueOf(name.substring(1)))
            .toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    return numbers.getLast();
  }

  @Test
  void receiverThatNeverComes_isGivenUp_andTheJobSaysWhatItLacks() {
    Path lines = folder.resolve("lines.jsonl");

    DetectSummary summary = job(SHORT).input(clip, lines).sinks(sinks(hook(ALL))).run();

    assertThat(summary.inputs().getFirst().failure()).isEmpty();
    assertThat(summary.inputs().getFirst().files()).containsExactly(lines);
    SinkSummary sink = summary.sinks().getFirst();
    assertThat(sink.delivered()).isZero();
    assertThat(sink.undelivered()).isEqualTo(28);
    SluiceException failure = sink.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT);
    assertThat(failure).hasMessageContainingAll("sink hook: 28 messages", "takes no connection");
    assertThat(summary.failures()).hasSize(1);
  }

  @Test
  void refusedMessages_areKept_andReported() throws IOException {
    server.start();
    server.answer("204", "302||moved", "204");

    DetectSummary summary =
        job(LONG).input(clip).sinks(sinks(hook(ALL + ", batch-size = 1"))).run();

    SinkSummary sink = summary.sinks().getFirst();
    assertThat(sink.delivered()).isEqualTo(27);
    assertThat(sink.undelivered()).isZero();
    SinkSummary.Refusals refused = sink.refusals().orElseThrow();
    assertThat(refused.messages()).isEqualTo(1);
    assertThat(refused.lastReason()).contains("answers 302 (moved)");
    assertThat(Files.readAllLines(refused.file())).hasSize(1);
    assertThat(refused.file()).startsWith(folder.resolve("refused"));
    assertThat(sink.failure().orElseThrow())
        .hasMessageContainingAll("sink hook: 1 message refused", "answers 302 (moved)");
  }

  /** Waits until an input that has begun stands still; says after how many frames. */
  private static long awaitHeld(Supplier<RunProgress> progress) {
    long[] last = {0};
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              long now = progress.get().finished();
              boolean same = now > 100 && now == last[0];
              last[0] = now;
              return same;
            });
    return last[0];
  }

  @Test
  void fullSpool_holdsTheInputUp_andNothingIsLost() {
    AtomicReference<Long> held = new AtomicReference<>();
    Watcher watcher =
        new Watcher(
            progress -> {
              held.set(awaitHeld(progress));
              server.start();
            },
            () -> {});

    DetectSummary summary =
        job(LONG)
            .input(clip)
            .loop()
            .limit(4_000)
            .sinks(sinks(hook(ALL + ", spool.max-size = 1MiB")))
            .run(watcher);

    watcher.done.join();
    assertThat(held.get()).isLessThan(4_000);
    assertThat(summary.failures()).isEmpty();
    assertThat(names(server.received("clip-mkv")))
        .filteredOn(name -> name.matches("\\d+"))
        .isEqualTo(frames(4_000));
  }

  @Test
  void fullSpoolOfAReceiverThatNeverComes_endsTheInput() {
    DetectSummary summary =
        job(SHORT)
            .input(clip)
            .loop()
            .limit(50_000)
            .sinks(sinks(hook(ALL + ", spool.max-size = 1MiB")))
            .run();

    assertThat(summary.whole().finished()).isLessThan(50_000);
    assertThat(summary.inputs().getFirst().failure().orElseThrow())
        .hasMessageContainingAll("sink hook", "all that may wait for it waits");
    SinkSummary sink = summary.sinks().getFirst();
    assertThat(sink.undelivered()).isGreaterThan(100);
    assertThat(summary.failures()).hasSize(2);
  }

  @Test
  void stop_endsTheWait() {
    TestJob job = job(LONG).input(clip).sinks(sinks(hook(ALL)));
    List<Thread> stopping = new ArrayList<>();
    Watcher watcher =
        new Watcher(_ -> {}, () -> stopping.add(Thread.ofVirtual().start(job.run::stop)));

    DetectSummary summary = job.run(watcher);

    assertThat(stopping).hasSize(1);
    assertThat(summary.stopped()).isTrue();
    assertThat(summary.sinks().getFirst().undelivered()).isEqualTo(28);
  }

  @Test
  void stopWhileASpoolIsFull_endsTheInput() {
    TestJob job =
        new TestJob(
                TinySsd.write(folder),
                new DeliveryLimits(Duration.ofMinutes(10), Duration.ofMillis(100)))
            .input(clip)
            .loop()
            .limit(1_000_000)
            .sinks(sinks(hook(ALL + ", spool.max-size = 1MiB")));
    Watcher watcher =
        new Watcher(
            progress -> {
              awaitHeld(progress);
              job.run.stop();
            },
            () -> {});

    DetectSummary summary = job.run(watcher);

    watcher.done.join();
    assertThat(summary.stopped()).isTrue();
    assertThat(summary.sinks().getFirst().undelivered()).isPositive();
  }

  @Test
  void filesOfTheConfiguration_areWritten_besideFarSides() throws IOException {
    server.start();
    String files =
        "sluice.sinks.files { type = json-lines, path = \"%s/{stream}.out\" }".formatted(folder);

    DetectSummary summary =
        job(LONG).input(clip).sinks(sinks(files, hook("only = detections"))).run();

    assertThat(summary.failures()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("clip-mkv.out"))).hasSize(25);
    assertThat(summary.sinks()).extracting(SinkSummary::name).containsExactly("files", "hook");
    assertThat(summary.sinks().getFirst().delivered()).isEqualTo(25);
    assertThat(summary.sinks().getLast().delivered()).isPositive();
  }
}
