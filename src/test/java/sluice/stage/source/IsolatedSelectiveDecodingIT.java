package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.DecodeMode;
import sluice.core.Playback;
import sluice.stage.source.SelectiveDecodingIT.Outcome;
import sluice.testing.SharedFiles;
import sluice.video.TestClip;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;
import sluice.video.isolation.remote.HelperProgram;
import sluice.video.isolation.remote.IsolatedInputs;

/**
 * What is decoded by a process of its own where only some pictures are wanted: what is decoded
 * here, with the same numbers, times and counts.
 */
@Timeout(120)
class IsolatedSelectiveDecodingIT {
  @TempDir Path folder;
  private final IsolatedInputs isolated = new IsolatedInputs(HelperProgram.ofThisProcess());

  @AfterEach
  void noProcessIsLeft() {
    isolated.close();
    assertThat(isolated.running()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 2, 0.45, REFERENCE",
    "one-by-one-person-detection.mp4, 0.9, 0.3, KEY",
    "car-detection.mp4, 5, 0.3, REFERENCE",
  })
  void videos_giveTheSame(String name, double fps, double phase, DecodeMode mode) {
    Path file = SharedFiles.file("videos/" + name);
    assertSame(DecoderSettings.file(file), playback -> playback.fps(fps).limit(40), phase, mode);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, mpeg4, 24, 2, 3, REFERENCE",
    "mp4, mpeg4, 25, 0, 1, KEY",
    "ts, libopenh264, 60, 0, 5, REFERENCE",
    "mkv, mjpeg, 1, 0, 3, KEY",
    "ts, mpeg2video, 12, 2, 3, ALL",
  })
  void clips_giveTheSame(
      String container, String codec, int gop, int bFrames, double fps, DecodeMode mode) {
    String format = codec.equals("mjpeg") ? "yuvj420p" : "yuv420p";
    Path file =
        new TestClip().coded(codec, format).gop(gop).bFrames(bFrames).write(clip(container), 200);
    assertSame(DecoderSettings.file(file), playback -> playback.fps(fps), 0.3, mode);
  }

  /** The process is ahead when it hears that less is wanted, and has decoded a few already. */
  @Test
  void skippedStartLoopsAndLimit_giveTheSame() {
    Path file = new TestClip().gop(20).bFrames(2).write(clip("mp4"), 70);
    UnaryOperator<Playback.Builder> options =
        playback -> playback.fps(4).loop(true).skipFirst(13).limit(20);
    DecoderSettings input = DecoderSettings.file(file);
    Outcome here = SelectiveDecodingIT.run(InputOpener.IN_PROCESS, input, options, 0.4, true);
    Outcome there = SelectiveDecodingIT.run(isolated, input, options, 0.4, true);
    assertThat(there.frames()).isEqualTo(here.frames()).hasSize(20);
    assertThat(there.read()).isEqualTo(here.read());
    assertThat(there.drops()).isEqualTo(here.drops());
    assertThat(there.undecoded()).isPositive();
  }

  @Test
  void damage_isCountedTheSame() throws IOException {
    Path file = new TestClip().gop(30).coded("libopenh264", "yuv420p").write(clip("ts"), 300);
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      bytes[bytes.length / 4 + random.nextInt(bytes.length / 2)] ^=
          (byte) (1 + random.nextInt(200));
    }
    Files.write(file, bytes);
    Outcome outcome =
        assertSame(
            DecoderSettings.file(file), playback -> playback.fps(3), 0, DecodeMode.REFERENCE);
    assertThat(outcome.damaged()).isPositive();
  }

  @Test
  void liveSource_givesTheSame() throws IOException {
    Path file = new TestClip().gop(25).coded("libopenh264", "yuv420p").write(clip("mkv"), 250);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, Files.size(file));
          try (OutputStream body = exchange.getResponseBody()) {
            Files.copy(file, body);
          }
        });
    server.start();
    try {
      DecoderSettings settings =
          DecoderSettings.network("http://127.0.0.1:" + server.getAddress().getPort() + "/clip");
      assertSame(settings, playback -> playback.fps(3), 0.3, DecodeMode.REFERENCE);
    } finally {
      server.stop(0);
    }
  }

  private Path clip(String container) {
    return folder.resolve("clip." + container);
  }

  private Outcome assertSame(
      DecoderSettings input,
      UnaryOperator<Playback.Builder> options,
      double phase,
      DecodeMode mode) {
    Outcome here = SelectiveDecodingIT.run(InputOpener.IN_PROCESS, input, options, phase, true);
    Outcome there = SelectiveDecodingIT.run(isolated, input, options, phase, true);
    assertThat(there.frames()).isEqualTo(here.frames()).hasSizeGreaterThan(5);
    assertThat(there).isEqualTo(here);
    if (mode == DecodeMode.ALL) {
      assertThat(there.modes()).isEmpty();
    } else {
      assertThat(there.modes()).contains(mode);
      assertThat(there.undecoded()).isPositive();
    }
    return there;
  }
}
