package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Box;
import sluice.core.ColorSpace;
import sluice.core.EachOrientation;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.core.TestPicture;
import sluice.core.model.ChannelOrder;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;

/** Parts of pictures against the same parts of the whole ones, scaled. */
class PictureCropIT {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;

  @TempDir Path folder;

  /** Changes by a few shades from pixel to pixel, so that a shifted part shows. */
  private static int color(int x, int y) {
    return (x * 2) << 16 | (y * 2) << 8 | (255 - x - y);
  }

  private static Canvas drawn(Picture picture) {
    Canvas canvas = new Canvas(picture.displayWidth(), picture.displayHeight());
    try (Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      scaler.scale(
          picture,
          canvas.pixels(),
          canvas.stride(),
          ChannelOrder.BGR,
          0,
          0,
          canvas.width(),
          canvas.height());
    }
    return canvas;
  }

  /** Colours of a part are those of the whole there; at its edge, colour may be interpolated. */
  private static void assertPart(Picture picture, int left, int top, int right, int bottom) {
    float wide = picture.displayWidth();
    float high = picture.displayHeight();
    Box box = new Box(left / wide, top / high, right / wide, bottom / high);
    try (Canvas whole = drawn(picture);
        Canvas part = drawn(PictureCrop.of(picture, box))) {
      assertThat(part.width()).isEqualTo(right - left);
      assertThat(part.height()).isEqualTo(bottom - top);
      for (int y = 2; y < part.height() - 2; y++) {
        for (int x = 2; x < part.width() - 2; x++) {
          int seen = part.colorAt(x, y);
          int wanted = whole.colorAt(left + x, top + y);
          for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(seen >> shift & 255)
                .as("%d, %d: %06x, expected %06x", x, y, seen, wanted)
                .isBetween((wanted >> shift & 255) - 4, (wanted >> shift & 255) + 4);
          }
        }
      }
    }
  }

  @EachOrientation
  void part_liesWhereItIsSeen_howeverThePictureIsStored(int degrees, boolean mirrored) {
    Orientation orientation = new Orientation(degrees, mirrored);
    try (Picture packed = TestPicture.bgr24(WIDTH, HEIGHT, orientation, PictureCropIT::color);
        Picture planar = TestPicture.yuv420p(WIDTH, HEIGHT, orientation, PictureCropIT::color)) {
      assertPart(packed, 10, 20, 42, 60);
      assertPart(planar, 10, 20, 42, 60);
      assertPart(packed, 0, 0, packed.displayWidth(), packed.displayHeight());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rawvideo, nv12",
    "rawvideo, yuyv422",
    "rawvideo, bgr24",
    "rawvideo, gray",
    "rawvideo, bgra",
    "ffv1, yuv422p10le",
    "ffv1, yuv444p",
    "rawvideo, monob",
    "gif, rgb8"
  })
  void part_isThatOfTheDecodersPicture_whateverItsFormat(String codec, String format) {
    String name = codec.equals("gif") ? "a.gif" : "a.nut";
    Path clip =
        new TestClip()
            .size(WIDTH, HEIGHT)
            .coded(codec, format)
            .painted((number, x, y) -> color(x, y))
            .write(folder.resolve(name), 1);
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = Objects.requireNonNull(decoder.next()).picture()) {
      assertPart(picture, 16, 20, 64, 60);
      assertPart(picture, 64, 48, WIDTH, HEIGHT);
    }
    assertThat(SharedFrame.open()).isZero();
  }

  @Test
  void partOfAPictureThatIsStoredBottomUp_isTheRightOne() {
    try (TestPicture stored =
        TestPicture.bgr24(WIDTH, HEIGHT, Orientation.UPRIGHT, (x, y) -> color(x, HEIGHT - 1 - y))) {
      assertPart(new BottomUp(stored), 10, 20, 42, 60);
    }
  }

  @Test
  void partIsNeverEmpty_andHoldsNothing() {
    try (TestPicture picture =
        TestPicture.yuv420p(WIDTH, HEIGHT, Orientation.UPRIGHT, PictureCropIT::color)) {
      for (Box box :
          new Box[] {new Box(1, 1, 1, 1), new Box(-2, -2, -1, -1), new Box(2, 2, 3, 3)}) {
        PictureCrop part = PictureCrop.of(picture, box);
        assertThat(part.width()).isBetween(1, 2);
        assertThat(part.height()).isBetween(1, 2);
        drawn(part).close();
        part.close();
        assertThatThrownBy(part::retain).isInstanceOf(UnsupportedOperationException.class);
      }
      assertThat(picture.openReferences()).isEqualTo(1);
    }
  }

  /** The rows of a packed picture in the other order. */
  private record BottomUp(TestPicture stored) implements Picture {
    @Override
    public int width() {
      return stored.width();
    }

    @Override
    public int height() {
      return stored.height();
    }

    @Override
    public String format() {
      return stored.format();
    }

    @Override
    public ColorSpace colorSpace() {
      return stored.colorSpace();
    }

    @Override
    public Orientation orientation() {
      return Orientation.UPRIGHT;
    }

    @Override
    public PixelAspect pixelAspect() {
      return PixelAspect.SQUARE;
    }

    @Override
    public int planes() {
      return 1;
    }

    @Override
    public MemorySegment plane(int index) {
      return stored.plane(0).asSlice(0, (HEIGHT - 1L) * stored.stride(0) + WIDTH * 3L);
    }

    @Override
    public int stride(int plane) {
      return -stored.stride(0);
    }

    @Override
    public Picture retain() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
