package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.DecoderCrashException;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.sandbox.SealedMemory;
import sluice.testing.ChildJvm;
import sluice.testing.Latches;
import sluice.video.Camera;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.SharedFrame;

/** The ends of decoders' processes, wanted or not. */
@Timeout(120)
class HelperDeathIT {
  /** With some room for a machine that is busy. */
  private static final Duration CANCELLED_WITHIN = Duration.ofMillis(2500);

  /** A process that obeyed a signal would be gone by then. */
  private static final Duration GOES_ON = Duration.ofMillis(1500);

  private Camera camera;
  private IsolatedInputs inputs;

  @BeforeEach
  void open() throws IOException {
    camera = new Camera(320, 240);
    inputs = new IsolatedInputs(HelperProgram.ofThisProcess());
  }

  @AfterEach
  void close() throws IOException {
    inputs.close();
    camera.close();
    assertThat(SharedFrame.open()).isZero();
    assertThat(PictureMapping.open()).isZero();
    assertThat(SealedMemory.open()).isZero();
  }

  private DecoderSettings settings() {
    return DecoderSettings.network(camera.url("viewer:secret@"))
        .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(1));
  }

  private RemoteDecoder decoder(BooleanSupplier cancelled) {
    return (RemoteDecoder) inputs.pictures(settings(), cancelled, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "SEGV, 'signal 6, abort, after a fault in native code', true",
    "ABRT, 'signal 6, abort, after a fault in native code', true",
    "KILL, 'signal 9, killed', false"
  })
  @SuppressWarnings("try") // closing twice does nothing
  void signal_endsOneProcessAlone(String signal, String text, boolean blamed) throws Exception {
    try (RemoteDecoder dying = decoder(() -> false);
        RemoteDecoder other = decoder(() -> false)) {
      try (Picture held = dying.next().picture()) {
        byte[] before = held.plane(0).toArray(ValueLayout.JAVA_BYTE);
        send(signal, dying.pid());

        assertThat(catchThrowable(() -> readOn(dying)))
            .isInstanceOfSatisfying(
                DecoderCrashException.class,
                e -> assertThat(e.isBlamedOnSource()).isEqualTo(blamed))
            .hasMessageEndingWith("the decoder's process ended (" + text + ")")
            .hasMessageNotContaining("secret");
        assertThat(held.plane(0).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
        other.next().picture().close();
        try (RemoteDecoder fresh = decoder(() -> false)) {
          fresh.next().picture().close();
        }
        dying.close();
        dying.close();
        assertThat(held.plane(0).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
      }
    }
    assertThat(inputs.running()).isZero();
  }

  /** They may be meant for the service, which leaves its sources in order. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void requestsToEnd_areNotObeyed(String signal) throws Exception {
    try (RemoteDecoder decoder = decoder(() -> false)) {
      decoder.next().picture().close();
      send(signal, decoder.pid());
      long end = System.nanoTime() + GOES_ON.toNanos();
      while (System.nanoTime() < end) {
        decoder.next().picture().close();
      }
      assertThat(runs(decoder.pid())).isTrue();
    }
    assertThat(inputs.running()).isZero();
  }

  @Test
  void stoppedProcess_isEndedWhenItWasSilentForTooLong() throws Exception {
    try (RemoteDecoder decoder = decoder(() -> false)) {
      decoder.next().picture().close();
      send("STOP", decoder.pid());

      assertThat(catchThrowable(() -> readOn(decoder)))
          .isInstanceOfSatisfying(
              DecoderCrashException.class, e -> assertThat(e.isBlamedOnSource()).isFalse())
          .hasMessageEndingWith("said nothing for 6 s and was ended; check camera and network");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent", "stopped", "interrupted"})
  void cancelledWhileReading_returnsSoon(String how) throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    try (RemoteDecoder decoder =
        (RemoteDecoder)
            inputs.pictures(
                settings().withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(60)),
                cancelled::get,
                List.of())) {
      decoder.next().picture().close();
      if (how.equals("stopped")) {
        send("STOP", decoder.pid());
      } else {
        camera.fallSilent();
      }
      cancelSoon(cancelled, how.equals("interrupted"));
      assertReturnsSoon(() -> readOn(decoder));
    }
    assertThat(Thread.interrupted()).isEqualTo(how.equals("interrupted"));
    assertThat(inputs.running()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cancelledWhileOpening_returnsSoon(boolean interrupted) {
    camera.fallSilent();
    AtomicBoolean cancelled = new AtomicBoolean();
    cancelSoon(cancelled, interrupted);

    assertReturnsSoon(() -> decoder(cancelled::get).close());

    assertThat(Thread.interrupted()).isEqualTo(interrupted);
    assertThat(inputs.running()).isZero();
  }

  /** Interrupted, or told to give up, before anything was started. */
  @Test
  void interruptedThread_startsNothing() {
    Thread.currentThread().interrupt();
    Throwable failure = catchThrowable(() -> decoder(() -> false).close());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure)
        .isInstanceOf(SluiceException.class)
        .isNotInstanceOf(DecoderCrashException.class)
        .hasMessageEndingWith(": cancelled");
    assertThat(catchThrowable(() -> decoder(() -> true).close()))
        .hasMessageEndingWith(": cancelled");
    assertThat(inputs.running()).isZero();
  }

  @Test
  void closedInputs_endAllAndOpenNoMore() {
    try (RemoteDecoder one = decoder(() -> false);
        RemoteDecoder other = decoder(() -> false)) {
      inputs.close();
      inputs.close();
      assertThat(catchThrowable(() -> readOn(one))).hasMessageEndingWith(": the service ends");
      assertThat(catchThrowable(() -> readOn(other))).hasMessageEndingWith(": the service ends");
      assertThat(catchThrowable(() -> decoder(() -> false).close()))
          .hasMessageEndingWith(": cancelled");
    }
    assertThat(inputs.running()).isZero();
  }

  @Test
  void manyOpenings_leakNothing() throws Exception {
    openOnce();
    long descriptors = descriptors();
    for (int i = 0; i < 6; i++) {
      openOnce();
    }
    assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      assertThat(maps.filter(line -> line.contains("sluice-pictures"))).isEmpty();
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(
                                name ->
                                    name.startsWith("sluice-decoder")
                                        || name.startsWith("sandbox-")))
                    .isEmpty());
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  private void openOnce() throws Exception {
    try (RemoteDecoder decoder = decoder(() -> false)) {
      decoder.next().picture().close();
      send("KILL", decoder.pid());
      assertThat(catchThrowable(() -> readOn(decoder))).isNotNull();
    }
    try (RemoteDecoder decoder = decoder(() -> false)) {
      decoder.next().picture().close();
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** One that decodes, one that waits for orders, one that waits for its camera. */
  @Test
  void killedService_leavesNoProcesses() throws Exception {
    try (Camera silent = new Camera(320, 240)) {
      Process service =
          ChildJvm.start(
              ChildJvm.command(
                  OrphanService.class, camera.url("viewer:secret@"), silent.url("viewer:secret@")));
      try (BufferedReader lines = service.inputReader(StandardCharsets.UTF_8)) {
        List<Long> pids = Stream.of(lines.readLine().split(" ")).map(Long::valueOf).toList();
        assertThat(pids).hasSize(3).allMatch(HelperDeathIT::runs);
        silent.fallSilent();
        service.destroyForcibly().waitFor();
        Awaitility.await()
            .atMost(2, TimeUnit.SECONDS)
            .untilAsserted(() -> assertThat(pids).noneMatch(HelperDeathIT::runs));
      } finally {
        service.destroyForcibly();
      }
    }
  }

  /** Whoever inherits it need not have collected it yet. */
  static boolean runs(long pid) {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertReturnsSoon(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    long begun = System.nanoTime();
    Throwable failure = catchThrowable(call);
    Duration spent = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(failure).isInstanceOf(SluiceException.class).hasMessageEndingWith(": cancelled");
    assertThat(spent).isLessThan(CANCELLED_WITHIN);
  }

  /** Once the calling thread has had time to wait. */
  private static void cancelSoon(AtomicBoolean cancelled, boolean interrupted) {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              Latches.await(begun);
              java.util.concurrent.locks.LockSupport.parkNanos(700_000_000);
              cancelled.set(true);
              if (interrupted) {
                caller.interrupt();
              }
            });
    begun.countDown();
  }

  private static void readOn(RemoteDecoder decoder) {
    while (true) {
      decoder.next().picture().close();
    }
  }

  private static void send(String signal, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
        .isZero();
  }
}
