package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NB;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;

/**
 * Pictures of all formats that lie in memory as nobody would lay them, at odd addresses and
 * distances: they are scaled or refused. What goes wrong ends the process.
 */
@Timeout(120)
class ForeignPicturesTest {
  private static final int MOST_WIDTH = 300;
  private static final int MOST_HEIGHT = 60;
  private static final int SHAPES = 6;
  private static final int GAP = 63;
  private static final int PAGE = 4096;
  private static final int MEMORY = 4 << 20;

  @Test
  void picturesOfAllFormats_areScaledOrRefused() {
    Random random = new Random(5);
    int scaled = 0;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(MEMORY, PAGE);
      MemorySegment target = arena.allocate(MEMORY, PAGE);
      for (int format = 0; format < AV_PIX_FMT_NB; format++) {
        AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
        if (descriptor != null && (descriptor.flags() & AV_PIX_FMT_FLAG_HWACCEL) == 0) {
          for (int shape = 0; shape < SHAPES; shape++) {
            scaled += scale(format, memory, target, random) ? 1 : 0;
          }
        }
      }
    }
    assertThat(scaled).isGreaterThan(AV_PIX_FMT_NB);
  }

  private static boolean scale(
      int format, MemorySegment memory, MemorySegment target, Random random) {
    int width = 1 + random.nextInt(MOST_WIDTH);
    int height = 1 + random.nextInt(MOST_HEIGHT);
    Optional<MappedLayout> layout = layout(format, width, height, random);
    int toWidth = random.nextBoolean() ? width : 1 + random.nextInt(MOST_WIDTH);
    int toHeight = random.nextBoolean() ? height : 1 + random.nextInt(MOST_HEIGHT);
    Scaler.Kernel kernel = Scaler.Kernel.values()[random.nextInt(Scaler.Kernel.values().length)];
    if (layout.isEmpty()) {
      return false;
    }
    try (FramePicture picture = FramePicture.of(layout.get(), memory, () -> {});
        Scaler scaler = new Scaler(kernel)) {
      scaler.scale(picture, target, toWidth * 3, ChannelOrder.BGR, 0, 0, toWidth, toHeight);
      return true;
    } catch (SluiceException e) {
      return false;
    }
  }

  private static Optional<MappedLayout> layout(int format, int width, int height, Random random) {
    PictureLayout layout = PictureLayout.of(format, width, height);
    long[] offsets = new long[layout.planes()];
    int[] strides = new int[offsets.length];
    long at = 0;
    for (int i = 0; i < offsets.length; i++) {
      int distance = layout.rowBytes(i) + random.nextInt(GAP);
      offsets[i] = at + random.nextInt(GAP);
      strides[i] = random.nextInt(4) == 0 ? -distance : distance;
      at = offsets[i] + (long) distance * layout.rows(i);
    }
    return MappedLayout.of(
        PixelFormats.name(format),
        width,
        height,
        at,
        offsets,
        strides,
        new ColorSpace(ColorSpace.Matrix.BT709, random.nextBoolean()),
        Orientation.UPRIGHT,
        PixelAspect.SQUARE);
  }
}
