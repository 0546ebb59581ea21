package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.DecodeMode;
import sluice.core.Picture;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;

/** Pictures in memory of their own are those of FFmpeg's pool, bit for bit. */
@Timeout(60)
class PictureMemoryIT {
  private static final int PICTURES = 12;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "libopenh264, yuv420p, 98, 50",
    "libopenh264, yuv420p, 640, 360",
    "mpeg4, yuv420p, 130, 66",
    "mjpeg, yuvj422p, 101, 77",
    "ffv1, yuv444p, 33, 17",
    "ffv1, bgra, 70, 30"
  })
  void everyPicture_isThatOfThePool(String codec, String format, int width, int height) {
    Path clip =
        new TestClip()
            .size(width, height)
            .coded(codec, format)
            .painted((n, x, y) -> (x * 5 + y * 3 + n * 40) % 256 * 0x010203)
            .write(folder.resolve("clip.mkv"), PICTURES);

    List<Long> own = checksums(clip, 1);
    // FFmpeg's own threads have contexts that this memory doesn't know: they use the pool.
    List<Long> pooled = checksums(clip, 2);

    assertThat(own).hasSize(PICTURES).isEqualTo(pooled);
  }

  @Test
  void closedDecoder_leavesNothingAndItsPicturesStay() {
    Path clip = new TestClip().size(64, 48).write(folder.resolve("clip.mp4"), 3);
    int before = PictureMemory.open();
    Decoder decoder = Decoder.open(paced(clip), () -> false);
    assertThat(PictureMemory.open()).isEqualTo(before + 1);
    DecodedPicture decoded = decoder.next();
    assertThat(decoded).isNotNull();
    long checksum = checksum(decoded.picture());
    decoder.close();
    assertThat(PictureMemory.open()).isEqualTo(before);
    assertThat(checksum(decoded.picture())).isEqualTo(checksum);
    decoded.picture().close();
  }

  @Test
  void fileThatIsReadAsFastAsPossible_usesThePool() {
    Path clip = new TestClip().size(64, 48).write(folder.resolve("clip.mp4"), 3);
    int before = PictureMemory.open();
    try (Decoder decoder = Decoder.open(DecoderSettings.file(clip), () -> false)) {
      assertThat(PictureMemory.open()).isEqualTo(before);
      assertThat(decoder.mode()).isEqualTo(DecodeMode.ALL);
    }
  }

  @Test
  void manyPictures_goOnInThePool() {
    int many = 300; // more than are few at once
    Path clip =
        new TestClip()
            .size(32, 32)
            .painted((n, x, y) -> (x * 5 + y * 3 + n * 40) % 256 * 0x010203)
            .write(folder.resolve("clip.mkv"), many);
    assertThat(checksums(clip, 1)).hasSize(many).isEqualTo(checksums(clip, 2));
  }

  @Test
  void memoryOfTheCaller_holdsAllPicturesUntilTheyAreClosed() {
    Path clip =
        new TestClip()
            .coded("libopenh264", "yuv420p")
            .size(98, 50)
            .painted((n, x, y) -> (x * 5 + y * 3 + n * 40) % 256 * 0x010203)
            .write(folder.resolve("clip.mkv"), PICTURES);
    List<Long> sums = new ArrayList<>();
    try (Arena arena = Arena.ofShared()) {
      Blocks blocks = new Blocks(arena, Integer.MAX_VALUE);
      Decoder decoder = Decoder.open(DecoderSettings.file(clip), () -> false, List.of(), blocks);
      Picture last = null;
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        sums.add(checksum(next.picture()));
        assertThat(blocks.hold(next.picture().plane(0).address())).isTrue();
        if (last != null) {
          last.close();
        }
        last = next.picture();
      }
      assertThat(last).isNotNull();
      decoder.close();
      assertThat(blocks.taken).hasSize(1);
      last.close();
      assertThat(blocks.taken).isEmpty();
    }
    assertThat(sums).isEqualTo(checksums(clip, 2));
  }

  @Test
  void memoryOfTheCallerWithoutRoom_isPassedOver() {
    Path clip =
        new TestClip()
            .painted((n, x, y) -> (x * 5 + y * 3 + n * 40) % 256 * 0x010203)
            .write(folder.resolve("clip.mkv"), PICTURES);
    List<Long> sums = new ArrayList<>();
    try (Arena arena = Arena.ofShared()) {
      Blocks blocks = new Blocks(arena, 2);
      try (Decoder decoder =
          Decoder.open(DecoderSettings.file(clip), () -> false, List.of(), blocks)) {
        for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
          try (Picture picture = next.picture()) {
            sums.add(checksum(picture));
          }
        }
      }
      assertThat(blocks.taken).isEmpty();
    }
    assertThat(sums).isEqualTo(checksums(clip, 2));
  }

  /** Some blocks, each used once. */
  private static final class Blocks implements FrameMemory {
    private static final long ALIGNMENT = 64;

    private final Map<Long, Long> taken = new ConcurrentHashMap<>();
    private final Arena arena;
    private int left;

    Blocks(Arena arena, int number) {
      this.arena = arena;
      this.left = number;
    }

    @Override
    public synchronized long take(long bytes) {
      if (left-- <= 0) {
        return 0;
      }
      long address = arena.allocate(bytes + ALIGNMENT, ALIGNMENT).address();
      taken.put(address, bytes);
      return address;
    }

    @Override
    public void giveBack(long address) {
      assertThat(taken.remove(address)).isNotNull();
    }

    boolean hold(long address) {
      return taken.entrySet().stream()
          .anyMatch(
              block -> address >= block.getKey() && address < block.getKey() + block.getValue());
    }
  }

  private static DecoderSettings paced(Path clip) {
    return DecoderSettings.file(clip).withPaced(true);
  }

  private static List<Long> checksums(Path clip, int threads) {
    List<Long> sums = new ArrayList<>();
    try (Decoder decoder = Decoder.open(paced(clip).withThreads(threads), () -> false)) {
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        try (Picture picture = next.picture()) {
          sums.add(checksum(picture));
        }
      }
    }
    return sums;
  }

  private static long checksum(Picture picture) {
    CRC32 sum = new CRC32();
    for (int i = 0; i < picture.planes(); i++) {
      MemorySegment plane = picture.plane(i);
      int stride = picture.stride(i);
      long rows = (plane.byteSize() + stride - 1) / stride;
      long lastRow = plane.byteSize() - (rows - 1) * stride;
      assertThat(lastRow).isPositive();
      for (long row = 0; row < rows; row++) {
        sum.update(plane.asSlice(row * stride, lastRow).toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return sum.getValue();
  }
}
