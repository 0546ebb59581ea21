package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks of the shared memory: the lowest first, none over another, none beyond the end. */
class PictureMemoryTest {
  private static final long PAGE = 4096;
  private static final long PAGES = 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate((PAGES + 1) * PAGE, PAGE);
  private final PictureMemory pictureMemory = new PictureMemory(memory, PAGE);

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void blocks_areWholePagesFromTheStart() {
    assertThat(offset(pictureMemory.take(1))).isZero();
    assertThat(offset(pictureMemory.take(PAGE + 1))).isEqualTo(PAGE);
    assertThat(offset(pictureMemory.take(PAGE))).isEqualTo(3 * PAGE);
    assertThat(pictureMemory.blocks()).isEqualTo(3);
    assertThat(pictureMemory.used()).isEqualTo(4 * PAGE);
    assertThat(pictureMemory.bytesAt(PAGE)).isEqualTo(2 * PAGE);
  }

  @Test
  void lowestGapThatIsWideEnough_isUsedAgain() {
    long first = pictureMemory.take(PAGE);
    pictureMemory.take(PAGE);
    long third = pictureMemory.take(2 * PAGE);
    pictureMemory.take(PAGE);
    pictureMemory.giveBack(first);
    pictureMemory.giveBack(third);
    assertThat(pictureMemory.take(2 * PAGE)).isEqualTo(third);
    assertThat(pictureMemory.take(PAGE)).isEqualTo(first);
    assertThat(offset(pictureMemory.take(PAGE))).isEqualTo(5 * PAGE);
  }

  @Test
  void neighboursThatAreGivenBack_areOneGap() {
    long first = pictureMemory.take(2 * PAGE);
    long second = pictureMemory.take(2 * PAGE);
    pictureMemory.take(PAGE);
    pictureMemory.giveBack(second);
    pictureMemory.giveBack(first);
    assertThat(pictureMemory.take(4 * PAGE)).isEqualTo(first);
  }

  @Test
  void lastQuarter_isLeftForCopies() {
    assertThat(pictureMemory.take(12 * PAGE)).isNotZero();
    assertThat(pictureMemory.take(1)).isZero();
    assertThat(offset(pictureMemory.takeForCopy(4 * PAGE))).isEqualTo(12 * PAGE);
    assertThat(pictureMemory.takeForCopy(1)).as("the padding is never used").isZero();
  }

  @Test
  void nothingAndTooMuch_haveNoRoom() {
    assertThat(pictureMemory.takeForCopy(0)).isZero();
    assertThat(pictureMemory.takeForCopy(-1)).isZero();
    assertThat(pictureMemory.takeForCopy(PAGES * PAGE + 1)).isZero();
    assertThat(pictureMemory.takeForCopy(Long.MAX_VALUE)).isZero();
    assertThat(pictureMemory.blocks()).isZero();
  }

  @Test
  void address_isFoundInItsBlockOnly() {
    pictureMemory.take(PAGE);
    long second = pictureMemory.take(PAGE);
    assertThat(pictureMemory.offsetOf(second + 100)).isEqualTo(PAGE);
    assertThat(pictureMemory.offsetOf(second + PAGE)).isEqualTo(-1);
    assertThat(pictureMemory.offsetOf(memory.address() - 1)).isEqualTo(-1);
    pictureMemory.giveBack(second);
    assertThat(pictureMemory.offsetOf(second)).isEqualTo(-1);
  }

  @Test
  void blockThatIsNotInUse_cantBeGivenBack() {
    long block = pictureMemory.take(PAGE);
    pictureMemory.giveBack(block);
    assertThatThrownBy(() -> pictureMemory.giveBack(block))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pictureMemory.used()).isZero();
  }

  private long offset(long address) {
    return address - memory.address();
  }
}
