package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.DecodeMode;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.Picture;
import sluice.core.Playback;
import sluice.testing.SharedFiles;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;

/**
 * What is decoded where only some pictures are wanted: the same pictures, bit for bit and with the
 * same numbers and times, as where all are.
 */
@Timeout(120)
class SelectiveDecodingIT {

  @TempDir Path folder;

  /** A delivered frame with the checksum of what is shown of it. */
  private record Shown(long number, long timestampNanos, long checksum) {}

  /** All that a run gave. */
  private record Outcome(
      List<Shown> frames,
      int read,
      Map<DropCause, Integer> drops,
      int damaged,
      long undecoded,
      List<DecodeMode> modes) {}

  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 2, 0",
    "one-by-one-person-detection.mp4, 2, 0.45",
    "one-by-one-person-detection.mp4, 5, 0",
    "one-by-one-person-detection.mp4, 3.3, 0.7",
    "one-by-one-person-detection.mp4, 1.3, 0.2",
    "car-detection.mp4, 2, 0",
    "car-detection.mp4, 5, 0.3",
    "bottle-detection.mp4, 4, 0",
    "bottle-detection.mp4, 0.7, 0.9",
  })
  void videos_giveTheSamePictures(String name, double fps, double phase) {
    Path file = SharedFiles.file("videos/" + name);
    assertSame(file, fps, phase, DecodeMode.REFERENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, mpeg4, yuv420p, 3, 24, 0, REFERENCE",
    "mp4, mpeg4, yuv420p, 3, 24, 2, REFERENCE",
    "mp4, mpeg4, yuv420p, 2, 24, 0, REFERENCE",
    "ts, mpeg4, yuv420p, 3, 24, 2, REFERENCE",
    "mkv, mpeg4, yuv420p, 3, 50, 1, REFERENCE",
    "avi, mpeg4, yuv420p, 3, 12, 0, REFERENCE",
    "mp4, libopenh264, yuv420p, 5, 30, 0, REFERENCE",
    "ts, libopenh264, yuv420p, 5, 60, 0, REFERENCE",
    "mkv, mjpeg, yuvj420p, 3, 1, 0, KEY",
    "mov, mjpeg, yuvj420p, 3, 1, 0, KEY",
  })
  void clips_giveTheSamePictures(
      String container,
      String codec,
      String format,
      double fps,
      int gop,
      int bFrames,
      DecodeMode mode) {
    Path file =
        new TestClip()
            .coded(codec, format)
            .gop(gop)
            .bFrames(bFrames)
            .write(folder.resolve("clip." + container), 200);
    assertSame(file, fps, 0.3, mode);
    assertSame(file, fps, 0, mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libvpx-vp9 webm yuv420p", "libvpx webm yuv420p", "mpeg2video ts yuv420p"})
  void otherCodecs_areDecodedAsAWhole(String what) {
    String[] parts = what.split(" ");
    Path file =
        new TestClip().coded(parts[0], parts[2]).write(folder.resolve("clip." + parts[1]), 100);
    Outcome outcome = run(file, 3, 0, true);
    assertThat(outcome.modes()).isEmpty();
    assertThat(outcome.undecoded()).isZero();
  }

  private static void assertSame(Path file, double fps, double phase, DecodeMode mode) {
    Outcome all = run(file, fps, phase, false);
    Outcome selected = run(file, fps, phase, true);
    assertThat(selected.frames()).isEqualTo(all.frames()).hasSizeGreaterThan(5);
    assertThat(selected.read()).isEqualTo(all.read());
    assertThat(selected.drops()).isEqualTo(all.drops());
    assertThat(selected.damaged()).isEqualTo(all.damaged());
    System.err.println(
        file.getFileName() + " " + fps + " undecoded " + selected.undecoded() + " of "
            + selected.read() + " " + selected.modes());
    assertThat(selected.modes()).contains(mode).endsWith(DecodeMode.ALL);
    assertThat(selected.undecoded()).isPositive();
    assertThat(all.undecoded()).isZero();
  }

  private static Outcome run(Path file, double fps, double phase, boolean selective) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(file.toString()), Playback.builder().fps(fps).build(), phase);
    try (ReaderRun run = ReaderRun.of(settings, opener(settings, file, selective))) {
      List<Shown> frames = new ArrayList<>();
      run.forEach(frame -> frames.add(shown(frame)));
      assertThat(run.outcome()).isNull();
      return new Outcome(
          frames,
          run.heard.read(),
          run.heard.drops(),
          run.heard.damaged(),
          run.heard.undecoded(),
          run.heard.modes());
    }
  }

  private static SourceReader.Opener opener(
      SourceSettings settings, Path file, boolean selective) {
    SourceReader.Opener opener =
        cancelled ->
            DecoderReader.open(
                settings.location(), DecoderSettings.file(file), List.of(), cancelled);
    return selective ? opener : cancelled -> new WholeReader(opener.open(cancelled));
  }

  private static Shown shown(Frame frame) {
    CRC32 sum = new CRC32();
    Picture picture = frame.picture();
    for (int plane = 0; plane < picture.planes(); plane++) {
      int shift = plane == 0 ? 0 : 1;
      MemorySegment pixels = picture.plane(plane);
      int stride = picture.stride(plane);
      for (int y = 0; y < picture.height() >> shift; y++) {
        sum.update(
            pixels.asSlice((long) y * stride, picture.width() >> shift).asByteBuffer());
      }
    }
    return new Shown(frame.number(), frame.timestampNanos(), sum.getValue());
  }
}
