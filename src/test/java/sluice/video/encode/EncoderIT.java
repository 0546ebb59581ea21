package sluice.video.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.testing.Colors.assertNear;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert;
import org.assertj.core.data.Offset;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.ClipReader;
import sluice.video.image.Canvas;

class EncoderIT {
  private static final long TICK_NANOS = 16_667;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"libopenh264,h264", "mpeg4,mpeg4"})
  void finishedFile_hasDrawnPictures_atTheirTimestamps(String encoderName, String format) {
    Path file = folder.resolve("clip.mp4");
    List<Long> timestamps =
        List.of(0L, 40_000_000L, 80_000_000L, 200_000_000L, 1_300_000_000L, 1_300_500_000L);
    try (Encoder encoder =
            Encoder.open(file, new EncoderFormat(320, 240, 25), List.of(encoderName));
        Canvas canvas = new Canvas(320, 240)) {
      for (int i = 0; i < timestamps.size(); i++) {
        paint(canvas, i % 2 == 0 ? 0xC04020 : 0x2040C0);
        encoder.write(canvas, timestamps.get(i));
      }
      encoder.finish();
      assertThat(encoder.frames()).isEqualTo(6);
    }

    ClipReader.Clip clip = ClipReader.read(file);
    assertThat(clip.codec()).isEqualTo(format);
    assertThat(clip.frames())
        .hasSize(6)
        .allMatch(frame -> frame.width() == 320 && frame.height() == 240);
    for (int i = 0; i < timestamps.size(); i++) {
      assertThat(clip.timestampsNanos().get(i))
          .isCloseTo(timestamps.get(i), Offset.offset(TICK_NANOS));
      assertNear(clip.frames().get(i).colorAt(160, 120), i % 2 == 0 ? 0xC04020 : 0x2040C0, 6);
    }
  }

  @ParameterizedTest
  @CsvSource({"640,480," + avutil.AVCOL_SPC_SMPTE170M, "1280,720," + avutil.AVCOL_SPC_BT709})
  void colorMatrix_followsTheSize_andIsSignalled(int width, int height, int matrix) {
    Path file = folder.resolve("clip.mp4");
    write(file, width, height, 0x10D030, 3);

    ClipReader.Clip clip = ClipReader.read(file);
    assertThat(clip.matrix()).isEqualTo(matrix);
    assertNear(clip.frames().get(1).colorAt(width / 2, height / 2), 0x10D030, 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.MOV", "clip.m4v", "a:b %03d.mp4"})
  void supportedExtensionsAndOddNames_areWritten(String name) {
    Path file = folder.resolve(name);
    write(file, 64, 48, 0x808080, 5);
    assertThat(ClipReader.read(file).frames()).hasSize(5);
  }

  @Test
  void duration_isSumOfFrames_atConstantRate() {
    Path file = folder.resolve("clip.mp4");
    write(file, 320, 240, 0x404040, 50);
    assertThat(ClipReader.read(file).durationNanos())
        .isCloseTo(2_000_000_000L, Offset.offset(2_000_000L));
  }

  @Test
  void unfinishedFile_isReadable_exceptForItsEnd() {
    Path file = folder.resolve("clip.mp4");
    try (Encoder encoder = Encoder.open(file, 320, 240, 25);
        Canvas canvas = new Canvas(320, 240)) {
      for (int i = 0; i < 100; i++) {
        encoder.write(canvas, i * 40_000_000L);
      }
    }
    assertThat(ClipReader.read(file).frames()).hasSizeBetween(70, 100);
  }

  @Test
  void unavailableEncoder_isSkipped() {
    EncoderFormat format = new EncoderFormat(64, 48, 25);
    List<String> names = List.of("no-such-encoder", "h264_nvenc", "mpeg4");
    try (Encoder encoder = Encoder.open(folder.resolve("clip.mp4"), format, names)) {
      assertThat(encoder.codec()).isEqualTo("mpeg4");
    }
    try (Encoder encoder = Encoder.open(folder.resolve("best.mp4"), 64, 48, 25)) {
      assertThat(encoder.codec()).isEqualTo("libopenh264");
    }
    assertOutputFailure(
            () -> Encoder.open(folder.resolve("none.mp4"), format, List.of("no-such-encoder")))
        .hasMessageContaining("no encoder takes 64x48 pictures (tried: no-such-encoder)");
    assertThat(folder.resolve("none.mp4")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"2,2", "16,16", "18,2", "4098,2306"})
  void extremeSizes_areEncoded(int width, int height) {
    Path file = folder.resolve("clip.mp4");
    write(file, width, height, 0x808080, 2);
    assertThat(ClipReader.read(file).frames()).hasSize(2).allMatch(frame -> frame.width() == width);
  }

  @Test
  void timestamps_mustIncrease_andSmallStepsStayDistinct() {
    Path file = folder.resolve("clip.mp4");
    try (Encoder encoder = Encoder.open(file, 64, 48, 25);
        Canvas canvas = new Canvas(64, 48)) {
      LongStream.of(5, 6, 7).forEach(nanos -> encoder.write(canvas, nanos));
      assertThatThrownBy(() -> encoder.write(canvas, 7))
          .isInstanceOf(IllegalArgumentException.class);
      encoder.finish();
    }
    assertThat(ClipReader.read(file).timestampsNanos()).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void unwritablePath_isNamed() throws Exception {
    Path missing = folder.resolve("missing/clip.mp4");
    assertOutputFailure(() -> Encoder.open(missing, 64, 48, 25))
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("No such file or directory");
    assertOutputFailure(() -> Encoder.open(folder.resolve("clip.avi"), 64, 48, 25))
        .hasMessageContaining("end in .m4v, .mov, .mp4");
  }

  @Test
  void fullDisk_isReported_andMemoryIsFreed() throws Exception {
    Path file = Files.createSymbolicLink(folder.resolve("full.mp4"), Path.of("/dev/full"));
    assertOutputFailure(
            () -> {
              try (Encoder encoder = Encoder.open(file, 320, 240, 25);
                  Canvas canvas = new Canvas(320, 240)) {
                for (int i = 0; i < 500; i++) {
                  encoder.write(canvas, i * 40_000_000L);
                }
                encoder.finish();
              }
            })
        .hasMessageContaining("No space left on device");
    Files.delete(file);
  }

  @Test
  void writeAfterFinish_isRefused() {
    try (Canvas canvas = new Canvas(64, 48)) {
      Encoder encoder = Encoder.open(folder.resolve("clip.mp4"), 64, 48, 25);
      encoder.write(canvas, 0);
      encoder.finish();
      assertThatThrownBy(() -> encoder.write(canvas, 1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(encoder::finish).isInstanceOf(IllegalStateException.class);
      encoder.close();
      encoder.close();
      assertThatThrownBy(encoder::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void canvasOfAnotherSize_isRefused() {
    try (Encoder encoder = Encoder.open(folder.resolve("clip.mp4"), 64, 48, 25);
        Canvas canvas = new Canvas(48, 64)) {
      assertThatThrownBy(() -> encoder.write(canvas, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("48x64 (expected: 64x48)");
    }
  }

  @Test
  void repeatedOpenAndClose_keepsMemoryConstant() {
    Path file = folder.resolve("clip.mp4");
    for (int i = 0; i < 10; i++) {
      write(file, 640, 480, 0x808080, 2);
    }
    long before = Pointer.physicalBytes();
    for (int i = 0; i < 60; i++) {
      write(file, 640, 480, 0x808080, 2);
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(20L << 20);
  }

  private static void write(Path file, int width, int height, int rgb, int frames) {
    try (Encoder encoder = Encoder.open(file, width, height, 25);
        Canvas canvas = new Canvas(width, height)) {
      paint(canvas, rgb);
      for (int i = 0; i < frames; i++) {
        encoder.write(canvas, i * 40_000_000L);
      }
      encoder.finish();
    }
  }

  private static void paint(Canvas canvas, int rgb) {
    byte[] row = new byte[canvas.width() * 3];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) (rgb >> 8 * (i % 3));
    }
    for (int y = 0; y < canvas.height(); y++) {
      MemorySegment.copy(
          row, 0, canvas.pixels(), ValueLayout.JAVA_BYTE, (long) y * canvas.stride(), row.length);
    }
  }

  private static AbstractThrowableAssert<?, ?> assertOutputFailure(
      ThrowableAssert.ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT));
  }
}
