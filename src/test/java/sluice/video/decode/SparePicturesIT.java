package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparePicturesIT {
  private static final long SIZE = 4096;
  private static final String CAMERA = "camera";
  private static final String OTHER = "another camera";

  private final SparePictures spares = new SparePictures(3 * SIZE);

  @AfterEach
  void giveAllBack() {
    spares.clear();
    assertThat(spares.kept()).isZero();
  }

  @Test
  void memoryOfAnotherCamera_holdsZeros() {
    long first = painted(CAMERA);
    spares.giveBack(first);
    long second = spares.take(SIZE, OTHER);
    assertThat(second).isEqualTo(first);
    assertThat(bytes(second)).containsOnly(0);
    spares.giveBack(second);
  }

  @Test
  void memoryOfTheCameraItself_comesFirstAndIsNotWrittenTo() {
    long own = painted(CAMERA);
    long others = painted(OTHER);
    spares.giveBack(own);
    spares.giveBack(others);
    long again = spares.take(SIZE, CAMERA);
    assertThat(again).isEqualTo(own);
    assertThat(bytes(again)).containsOnly(1);
    spares.giveBack(again);
  }

  @Test
  void memoryOfAnotherSize_isNotTaken() {
    long small = painted(CAMERA);
    spares.giveBack(small);
    long large = spares.take(2 * SIZE, CAMERA);
    assertThat(large).isNotEqualTo(small);
    assertThat(spares.kept()).isEqualTo(SIZE);
    spares.giveBack(large);
  }

  @Test
  void whatIsTooMuch_goesBackTheLongestUnusedFirst() {
    long[] taken = new long[4];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = painted("camera " + i);
    }
    for (long each : taken) {
      spares.giveBack(each);
    }
    assertThat(spares.kept()).isEqualTo(3 * SIZE);
    for (int i = 1; i < taken.length; i++) {
      assertThat(spares.take(SIZE, "camera " + i)).isEqualTo(taken[i]);
    }
    assertThat(spares.kept()).isZero();
    for (int i = 1; i < taken.length; i++) {
      spares.giveBack(taken[i]);
    }
  }

  @Test
  void smallPictures_areBoundedInNumber() {
    SparePictures many = new SparePictures(1 << 20);
    long[] taken = new long[100];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = many.take(64, CAMERA);
    }
    for (long each : taken) {
      many.giveBack(each);
    }
    assertThat(many.kept()).isEqualTo(64 * 64);
    many.clear();
  }

  @Test
  void memoryThatIsGivenBackTwice_isRefused() {
    long taken = spares.take(SIZE, CAMERA);
    spares.giveBack(taken);
    assertThatThrownBy(() -> spares.giveBack(taken)).isInstanceOf(IllegalArgumentException.class);
  }

  private long painted(Object owner) {
    long address = spares.take(SIZE, owner);
    segment(address).fill((byte) 1);
    return address;
  }

  private static byte[] bytes(long address) {
    return segment(address).toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment segment(long address) {
    return MemorySegment.ofAddress(address).reinterpret(SIZE);
  }
}
