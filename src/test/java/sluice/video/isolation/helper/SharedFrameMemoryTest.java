package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks of the shared memory: the lowest first, none over another, none beyond the end. */
class SharedFrameMemoryTest {
  private static final long PAGE = 4096;
  private static final long PAGES = 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate((PAGES + 1) * PAGE, PAGE);
  private final SharedFrameMemory sharedMemory = new SharedFrameMemory(memory, PAGE);

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void blocks_areWholePagesFromTheStart() {
    assertThat(offset(sharedMemory.take(1))).isZero();
    assertThat(offset(sharedMemory.take(PAGE + 1))).isEqualTo(PAGE);
    assertThat(offset(sharedMemory.take(PAGE))).isEqualTo(3 * PAGE);
    assertThat(sharedMemory.blocks()).isEqualTo(3);
    assertThat(sharedMemory.used()).isEqualTo(4 * PAGE);
    assertThat(sharedMemory.bytesAt(PAGE)).isEqualTo(2 * PAGE);
  }

  @Test
  void lowestGapThatIsWideEnough_isUsedAgain() {
    long first = sharedMemory.take(PAGE);
    sharedMemory.take(PAGE);
    long third = sharedMemory.take(2 * PAGE);
    sharedMemory.take(PAGE);
    sharedMemory.giveBack(first);
    sharedMemory.giveBack(third);
    assertThat(sharedMemory.take(2 * PAGE)).isEqualTo(third);
    assertThat(sharedMemory.take(PAGE)).isEqualTo(first);
    assertThat(offset(sharedMemory.take(PAGE))).isEqualTo(5 * PAGE);
  }

  @Test
  void neighboursThatAreGivenBack_areOneGap() {
    long first = sharedMemory.take(2 * PAGE);
    long second = sharedMemory.take(2 * PAGE);
    sharedMemory.take(PAGE);
    sharedMemory.giveBack(second);
    sharedMemory.giveBack(first);
    assertThat(sharedMemory.take(4 * PAGE)).isEqualTo(first);
  }

  @Test
  void lastQuarter_isLeftForCopies() {
    assertThat(sharedMemory.take(12 * PAGE)).isNotZero();
    assertThat(sharedMemory.take(1)).isZero();
    assertThat(offset(sharedMemory.takeForCopy(4 * PAGE))).isEqualTo(12 * PAGE);
    assertThat(sharedMemory.takeForCopy(1)).as("the padding is never used").isZero();
  }

  @Test
  void nothingAndTooMuch_haveNoRoom() {
    assertThat(sharedMemory.takeForCopy(0)).isZero();
    assertThat(sharedMemory.takeForCopy(-1)).isZero();
    assertThat(sharedMemory.takeForCopy(PAGES * PAGE + 1)).isZero();
    assertThat(sharedMemory.takeForCopy(Long.MAX_VALUE)).isZero();
    assertThat(sharedMemory.blocks()).isZero();
  }

  @Test
  void address_isFoundInItsBlockOnly() {
    sharedMemory.take(PAGE);
    long second = sharedMemory.take(PAGE);
    assertThat(sharedMemory.offsetOf(second + 100)).isEqualTo(PAGE);
    assertThat(sharedMemory.offsetOf(second + PAGE)).isEqualTo(-1);
    assertThat(sharedMemory.offsetOf(memory.address() - 1)).isEqualTo(-1);
    sharedMemory.giveBack(second);
    assertThat(sharedMemory.offsetOf(second)).isEqualTo(-1);
  }

  @Test
  void blockThatIsNotInUse_cantBeGivenBack() {
    long block = sharedMemory.take(PAGE);
    sharedMemory.giveBack(block);
    assertThatThrownBy(() -> sharedMemory.giveBack(block))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sharedMemory.used()).isZero();
  }

  private long offset(long address) {
    return address - memory.address();
  }
}
