package sluice.video;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import sluice.core.Picture;
import sluice.core.model.ChannelOrder;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.image.Scaler;

/**
 * Frame number from 0 to 255 encoded in a picture: four by two fields, bright for a one, the lowest
 * bit at the upper left.
 */
public final class FrameNumber {
  private static final int COLUMNS = 4;
  private static final int ROWS = 2;
  private static final int BRIGHT = 0xE0E0E0;
  private static final int DARK = 0x202020;

  private FrameNumber() {}

  /** The colour of a pixel of picture n. */
  public static int color(int n, int x, int y, int width, int height) {
    int bit = y * ROWS / height * COLUMNS + x * COLUMNS / width;
    return (n >> bit & 1) == 1 ? BRIGHT : DARK;
  }

  /** The number that a picture carries. */
  public static int of(Picture picture) {
    int width = picture.displayWidth();
    int height = picture.displayHeight();
    try (Arena arena = Arena.ofConfined();
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      MemorySegment image = arena.allocate(3L * width * height + Scaler.SPARE_BYTES);
      scaler.scale(picture, image, 3 * width, ChannelOrder.BGR, 0, 0, width, height);
      int number = 0;
      for (int bit = 0; bit < COLUMNS * ROWS; bit++) {
        long x = (2L * (bit % COLUMNS) + 1) * width / (2 * COLUMNS);
        long y = (2L * (bit / COLUMNS) + 1) * height / (2 * ROWS);
        int green = image.get(ValueLayout.JAVA_BYTE, 3 * (y * width + x) + 1) & 0xFF;
        number |= (green > 128 ? 1 : 0) << bit;
      }
      return number;
    }
  }

  /** The numbers of all pictures that are left; closes them. */
  public static List<Integer> all(Decoder decoder) {
    List<Integer> numbers = new ArrayList<>();
    DecodedPicture decoded;
    while ((decoded = decoder.next()) != null) {
      try (Picture picture = decoded.picture()) {
        numbers.add(of(picture));
      }
    }
    return numbers;
  }
}
