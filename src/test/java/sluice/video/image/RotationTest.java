package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Orientation;

class RotationTest {
  private static final int STRIDE = 16;

  /** The stored picture is "abc" over "def". */
  @ParameterizedTest
  @CsvSource({
    "0, false, abc/def",
    "90, false, da/eb/fc",
    "180, false, fed/cba",
    "270, false, cf/be/ad",
    "0, true, cba/fed",
    "90, true, ad/be/cf",
    "180, true, def/abc",
    "270, true, fc/eb/da",
  })
  void picture_isCopiedUpright_forEveryOrientation(int degrees, boolean mirrored, String expected) {
    byte[] stored = image("abc/def");
    byte[] target = new byte[STRIDE * 4 + 3];
    Rotation.copy(
        MemorySegment.ofArray(stored),
        STRIDE,
        3,
        2,
        new Orientation(degrees, mirrored),
        MemorySegment.ofArray(target),
        3,
        STRIDE);
    byte[] wanted = new byte[target.length];
    System.arraycopy(image(expected), 0, wanted, 3, image(expected).length);
    assertThat(target).isEqualTo(wanted);
  }

  private static byte[] image(String rows) {
    String[] split = rows.split("/");
    byte[] image = new byte[STRIDE * split.length];
    for (int y = 0; y < split.length; y++) {
      byte[] row = split[y].getBytes(StandardCharsets.US_ASCII);
      for (int x = 0; x < row.length; x++) {
        for (int c = 0; c < 3; c++) {
          image[y * STRIDE + x * 3 + c] = (byte) (row[x] + 100 * c);
        }
      }
    }
    return image;
  }
}
