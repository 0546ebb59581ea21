package sluice.video.demux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Mp4LayoutTest {
  private final ByteBuffer file = ByteBuffer.allocate(200);

  @Test
  void dataBeforeTheIndex_isSeen() {
    box("ftyp", 32);
    box("free", 8);
    box("mdat", 900_000);
    assertThat(Mp4Layout.isIndexLast(file.array())).isTrue();
  }

  @Test
  void dataOfMoreThanFourGigabytes_isSeen_afterALongBox() {
    box("ftyp", 32);
    file.putInt(1).put("uuid".getBytes(StandardCharsets.US_ASCII)).putLong(24).putLong(0);
    file.putInt(1).put("mdat".getBytes(StandardCharsets.US_ASCII)).putLong(1L << 40);
    assertThat(Mp4Layout.isIndexLast(file.array())).isTrue();
  }

  @Test
  void indexFirst_orAnythingElse_isNot() {
    box("ftyp", 32);
    box("moov", 50);
    box("mdat", 1000);
    assertThat(Mp4Layout.isIndexLast(file.array())).isFalse();
    assertThat(Mp4Layout.isIndexLast(new byte[0])).isFalse();
    assertThat(Mp4Layout.isIndexLast(new byte[200])).isFalse();
    assertThat(
            Mp4Layout.isIndexLast(
                "....mdat, but no MP4 at all".getBytes(StandardCharsets.US_ASCII)))
        .isFalse();
  }

  /** A box; only the last one may be longer than the file. */
  private void box(String type, int size) {
    int begin = file.position();
    file.putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
    file.position(Math.min(file.capacity(), begin + size));
  }
}
