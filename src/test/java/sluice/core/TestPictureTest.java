package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class TestPictureTest {

  @Test
  void memory_isFreed_withTheLastReference() {
    TestPicture picture = TestPicture.bgr24(4, 2);
    Picture second = picture.retain();
    MemorySegment plane = second.plane(0);

    picture.close();
    assertThat(plane.get(ValueLayout.JAVA_BYTE, 0)).isZero();
    assertThat(picture.openReferences()).isOne();
    second.close();

    assertThat(picture.openReferences()).isZero();
    assertThat(plane.scope().isAlive()).isFalse();
    assertThatThrownBy(second::retain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void surplusClose_isCountedAndIgnored() {
    TestPicture picture = TestPicture.bgr24(4, 2);
    try (Picture second = picture.retain()) {
      picture.close();
      picture.close();
      assertThat(second.plane(0).scope().isAlive()).isTrue();
    }
    assertThat(picture.surplusCloses()).isOne();
  }

  @Test
  void paintedColors_areInTheirPlanes() {
    try (TestPicture bgr =
            TestPicture.bgr24(2, 1, Orientation.UPRIGHT, (x, y) -> x == 1 ? 0x102030 : 0);
        TestPicture yuv = TestPicture.yuv420p(2, 2, Orientation.UPRIGHT, (x, y) -> 0xFF0000)) {
      assertThat(bgr.plane(0).asSlice(3, 3).toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(0x30, 0x20, 0x10);
      assertThat(yuv.plane(0).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 81);
      assertThat(yuv.plane(1).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 90);
      assertThat(yuv.plane(2).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 240);
    }
  }
}
