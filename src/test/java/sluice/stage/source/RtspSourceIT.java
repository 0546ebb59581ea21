package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Delivery;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.source.TlsTrust;
import sluice.testing.FreePort;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;

/** A camera with an rtsp address, on loopback. */
@Timeout(60)
class RtspSourceIT {
  private static final int PICTURES = 30;
  private static final String SECRET = "s3cret";
  private static RtpStream stream;

  @BeforeAll
  static void packClip() {
    stream = RtpStream.of(new TestClip(), PICTURES);
  }

  @Test
  void cameraThatBreaksOff_failsAfterItsFrames() throws Exception {
    try (RtspServer camera = new RtspServer(stream, RtspServer.Ending.CLOSE, "admin:" + SECRET);
        ReaderRun run =
            start(camera.url("admin:" + SECRET + "@"), Delivery.EVERY, Duration.ofSeconds(10))) {
      assertThat(run.collect()).hasSizeGreaterThan(PICTURES - 3);
      assertInputError(run);
      assertThat(run.reader.opened().toCompletableFuture().get().live()).isTrue();
      assertThat(run.reader.opened().toCompletableFuture().get().name())
          .startsWith("rtsp://***@127.0.0.1:");
    }
  }

  @Test
  void cameraThatFallsSilent_failsAfterTheTimeout() throws IOException {
    try (RtspServer camera = new RtspServer(stream, RtspServer.Ending.SILENCE, null);
        ReaderRun run = start(camera.url(""), Delivery.EVERY, Duration.ofSeconds(1))) {
      assertThat(run.collect()).hasSizeGreaterThan(PICTURES - 3);
      assertInputError(run);
    }
  }

  @Test
  void cameraWithoutKeyFrames_isKnownAsSuch() throws IOException {
    RtpStream whole =
        RtpStream.of(new TestClip().coded("libopenh264", "yuv420p").gop(PICTURES), PICTURES);
    SourceProgress progress = new SourceProgress();
    try (RtspServer camera =
            new RtspServer(whole.withoutFirstPicture(), RtspServer.Ending.SILENCE, null);
        ReaderRun run = start(camera.url(""), progress)) {
      assertThat(run.outcome())
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("packets came, but no key frame");
      assertThat(progress.silence()).as("of a source that is closed").isEmpty();
    }
  }

  /** Longer than FFmpeg looks for the stream's properties by itself. */
  private static ReaderRun start(String address, SourceProgress progress) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(address),
            Playback.builder().openTimeout(Duration.ofSeconds(9)).build());
    return new ReaderRun(
            settings,
            SourceOpener.of(settings, SourceAccess.any(TlsTrust.SYSTEM), progress),
            ManualClock.jumping())
        .start();
  }

  @Test
  void stop_endsTheWaitForASilentCamera() throws IOException {
    try (RtspServer camera = new RtspServer(stream, RtspServer.Ending.SILENCE, null);
        ReaderRun run = start(camera.url(""), Delivery.EVERY, Duration.ofHours(1))) {
      assertThat(run.collect(PICTURES - 2)).hasSize(PICTURES - 2);
      run.reader.stop();
      assertThat(run.outcome()).isNull();
    }
  }

  @Test
  void latestIsTheDefault_andDropsAreCounted() throws IOException {
    try (RtspServer camera = new RtspServer(stream, RtspServer.Ending.SILENCE, null);
        ReaderRun run = start(camera.url(""), null, Duration.ofHours(1))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> run.heard.read() >= PICTURES - 2 && run.reader.frames().size() == 1);
      run.reader.stop();
      run.awaitEnd();
      assertThat(run.collect()).hasSize(1);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.OVERLOAD, run.heard.read() - 1));
    }
  }

  @Test
  void unreachableCamera_isInputError_withoutSecret() throws IOException {
    int port = FreePort.ofLoopback();
    String address = "rtsp://admin:" + SECRET + "@127.0.0.1:" + port + "/cam";
    try (ReaderRun run = start(address, null, Duration.ofSeconds(10))) {
      assertInputError(run);
    }
  }

  private static ReaderRun start(String address, @Nullable Delivery delivery, Duration timeout) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(address),
            Playback.builder()
                .delivery(delivery)
                .openTimeout(Duration.ofSeconds(20))
                .readTimeout(timeout)
                .build());
    return new ReaderRun(settings, SourceOpener.of(settings), ManualClock.jumping()).start();
  }

  private static void assertInputError(ReaderRun run) {
    assertThat(run.outcome())
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("rtsp://")
        .message()
        .doesNotContain(SECRET);
    assertThat(((SluiceException) run.reader.frames().failure()).code()).isEqualTo(ErrorCode.INPUT);
  }
}
