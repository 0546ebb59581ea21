package sluice.video.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Mp4BoxesTest {

  @Test
  void theFirstFragmentIsFound() {
    assertThat(Mp4Boxes.fragmentStart(boxes("ftyp", 24, "moov", 100, "moof", 20))).isEqualTo(124);
    assertThat(Mp4Boxes.fragmentStart(boxes("moof", 20, "mdat", 30))).isZero();
  }

  @Test
  void whereThereIsNone_orBoxesAreBroken_itSaysSo() {
    assertThat(Mp4Boxes.fragmentStart(new byte[0])).isEqualTo(-1);
    assertThat(Mp4Boxes.fragmentStart(boxes("ftyp", 24, "moov", 100))).isEqualTo(-1);
    assertThat(Mp4Boxes.fragmentStart(new byte[100])).isEqualTo(-1);
    byte[] long1 = boxes("ftyp", 24, "moof", 20);
    ByteBuffer.wrap(long1).putInt(0, Integer.MAX_VALUE);
    assertThat(Mp4Boxes.fragmentStart(long1)).isEqualTo(-1);
  }

  private static byte[] boxes(Object... typesAndSizes) {
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    int at = 0;
    for (int i = 0; i < typesAndSizes.length; i += 2) {
      int size = (Integer) typesAndSizes[i + 1];
      bytes.position(at).putInt(size);
      bytes.put(((String) typesAndSizes[i]).getBytes(StandardCharsets.US_ASCII));
      at += size;
    }
    byte[] all = new byte[at];
    bytes.get(0, all);
    return all;
  }
}
