package sluice.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import sluice.config.settings.TracingConfig;
import sluice.testing.CapturedLog;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;

/** A collector that is ill costs spans, and nothing else. */
@Timeout(120)
class IllCollectorTest {
  private static final int QUEUE = 1_024;
  private static final int SPANS_A_FRAME = 9;
  private static final Duration LIMIT = Duration.ofMillis(500);

  /** What the end may take beyond the limit on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final Frames frames = new Frames();

  private static Tracing start(String endpoint) {
    TracingConfig config =
        new TracingConfig(
            Optional.of(URI.create(endpoint)),
            1e9,
            Optional.empty(),
            QUEUE,
            LIMIT,
            Map.of(),
            Optional.empty());
    return Tracing.start(config, InstantSource.system()).orElseThrow();
  }

  private static FrameTracer tracer(Tracing tracing) {
    FrameTracer tracer = tracing.frames("yard");
    tracer.configure(OptionalDouble.empty(), "people", "CPU", false);
    return tracer;
  }

  private static long known(SpanCounts counts) {
    return counts.exported() + counts.failed() + counts.dropped();
  }

  @ParameterizedTest
  @EnumSource(value = Mood.class, names = "WELL", mode = Mode.EXCLUDE)
  void frames_goOn_whileTheCollectorIsIll_andEverySpanIsCounted(Mood mood) throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(mood)) {
      lose(receiver.endpoint());
    }
  }

  @Test
  void frames_goOn_whileThereIsNoCollector_andEverySpanIsCounted() {
    assertThat(lose(TraceReceiver.nobody())).contains("nothing answers there");
  }

  @Test
  void frames_goOn_whileSomethingElseAnswers_andEverySpanIsCounted() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerGarbage(server));
      assertThat(lose("http://127.0.0.1:" + server.getLocalPort() + "/v1/traces"))
          .contains("the answer can't be read");
    }
  }

  private static void answerGarbage(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write(new byte[] {(byte) 0xff, 0, '\n', '\r', '\n'});
      } catch (IOException e) {
        // the client has gone, or the server is closed
      }
    }
  }

  private String lose(String endpoint) {
    int sent = 0;
    SpanCounts counts;
    String reason;
    long ending;
    try (CapturedLog log = CapturedLog.of(ExportLog.class)) {
      try (Tracing tracing = start(endpoint)) {
        FrameTracer tracer = tracer(tracing);
        counts = tracing.counts();
        while (counts.failed() == 0 || counts.dropped() == 0) {
          frames.pass(tracer);
          sent++;
          assertThat(tracing.health().waiting()).isLessThanOrEqualTo(QUEUE);
        }
        assertThat(tracing.health().healthy()).isFalse();
        reason = tracing.health().lastError().orElseThrow();
        ending = System.nanoTime();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - ending)).isLessThan(LIMIT.plus(SLACK));
      assertThat(log.lines(Level.WARN)).singleElement().asString().contains(endpoint, reason);
    }
    assertThat(counts.exported()).isZero();
    assertThat(known(counts)).isEqualTo((long) sent * SPANS_A_FRAME);
    return reason;
  }

  @Test
  void collectorThatRecovers_getsWhatComesThen() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.FAULT);
        Tracing tracing = start(receiver.endpoint())) {
      FrameTracer tracer = tracer(tracing);
      frames.pass(tracer);
      await().until(() -> tracing.counts().failed() == SPANS_A_FRAME);
      assertThat(tracing.health().lastError()).contains("it answered 500");

      receiver.become(Mood.WELL);
      frames.pass(tracer);
      await().until(() -> tracing.health().healthy());
      assertThat(tracing.counts().exported()).isEqualTo(SPANS_A_FRAME);
    }
  }

  @Test
  void stuckRequest_isGivenUp_andTheNextOneSent() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.ENDLESS);
        Tracing tracing = start(receiver.endpoint())) {
      FrameTracer tracer = tracer(tracing);
      frames.pass(tracer);
      await().until(() -> tracing.counts().failed() == SPANS_A_FRAME);
      assertThat(tracing.health().lastError()).contains("no answer within 500 ms");

      receiver.become(Mood.WELL);
      await()
          .until(
              () -> {
                frames.pass(tracer);
                return tracing.health().healthy();
              });
    }
  }
}
