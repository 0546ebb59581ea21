package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.PixelAspect;
import sluice.core.ProbeReport;
import sluice.core.SourceDetails;
import sluice.core.StreamFacts;
import sluice.core.TransportChoice;
import sluice.core.TransportProtocol;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.service.SourceProbe;
import sluice.video.Camera;
import sluice.video.HeaderServer;
import sluice.video.TestClip;

/** What is said of real sources. */
@Timeout(60)
class SourceProberIT {
  @TempDir Path folder;

  @Test
  void file_showsSoundKeyFramesAndPixels() {
    Path file =
        new TestClip().gop(10).pixels(4, 3).withSound().write(folder.resolve("clip.mkv"), 25);
    ProbeReport report = probe(file.toString());
    assertThat(report.source().details())
        .isEqualTo(new SourceDetails(new PixelAspect(4, 3), true, Optional.empty()));
    assertThat(report.source().width()).isEqualTo(128);
    assertThat(report.stream())
        .contains(
            new StreamFacts(
                "1/1000",
                Optional.of(0.4),
                Optional.of(new StreamFacts.Sound("pcm_s16le", 8000, 1))));
  }

  @Test
  void clipWithOneKeyFrame_saysThatNoneFollowed() {
    Path file = new TestClip().gop(100).write(folder.resolve("clip.mp4"), 25);
    StreamFacts facts = probe(file.toString()).stream().orElseThrow();
    assertThat(facts.keyFrameSeconds()).isEmpty();
    assertThat(facts.sound()).isEmpty();
  }

  @Test
  void camera_isLive_overTcp() throws IOException {
    try (Camera camera = new Camera(96, 64)) {
      ProbeReport report = probe(camera.url(""));
      assertThat(report.source().live()).isTrue();
      assertThat(report.source().details().transport()).contains(TransportProtocol.TCP);
      StreamFacts facts = report.stream().orElseThrow();
      assertThat(facts.timeBase()).isEqualTo("1/90000");
      assertThat(facts.keyFrameSeconds().orElseThrow()).isCloseTo(0.4, within(0.001));
    }
  }

  @Test
  void rawStreamOfAServer_hasNoClock() throws IOException {
    Path file = new TestClip().coded("mjpeg", "yuvj420p").write(folder.resolve("clip.mjpeg"), 10);
    byte[] pictures = Files.readAllBytes(file);
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Length: " + pictures.length + "\r\n\r\n" + latin1(pictures);
    try (HeaderServer server = new HeaderServer(header -> answer)) {
      ProbeReport report = probe("http://127.0.0.1:" + server.port() + "/video");
      assertThat(report.source().details().clock()).isFalse();
      assertThat(report.stream().orElseThrow().keyFrameSeconds()).isPresent();
    }
  }

  @Test
  void folderOfImages_hasNoStream() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    new TestClip().coded("png", "rgb24").write(images.resolve("1.png"), 1);
    assertThat(probe(images.toString()).stream()).isEmpty();
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ProbeReport probe(String source) {
    return probe(source, TransportChoice.AUTO);
  }

  private static ProbeReport probe(String source, TransportChoice transport) {
    SourceProbe.Target target =
        new SourceProbe.Target(
            new SourceAddress(source), TlsTrust.Mode.VERIFY, Optional.empty(), transport, false);
    return SourceProber.unbound(Optional.empty()).probe(target).toCompletableFuture().join();
  }
}
