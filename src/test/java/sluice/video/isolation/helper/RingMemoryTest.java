package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks of the shared memory: the lowest first, none over another, none beyond the end. */
class RingMemoryTest {
  private static final long PAGE = 4096;
  private static final long PAGES = 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate((PAGES + 1) * PAGE, PAGE);
  private final RingMemory ring = new RingMemory(memory, PAGE);

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void blocks_areWholePagesFromTheStart() {
    assertThat(offset(ring.take(1))).isZero();
    assertThat(offset(ring.take(PAGE + 1))).isEqualTo(PAGE);
    assertThat(offset(ring.take(PAGE))).isEqualTo(3 * PAGE);
    assertThat(ring.blocks()).isEqualTo(3);
    assertThat(ring.used()).isEqualTo(4 * PAGE);
    assertThat(ring.bytesAt(PAGE)).isEqualTo(2 * PAGE);
  }

  @Test
  void lowestGapThatIsWideEnough_isUsedAgain() {
    long first = ring.take(PAGE);
    ring.take(PAGE);
    long third = ring.take(2 * PAGE);
    ring.take(PAGE);
    ring.giveBack(first);
    ring.giveBack(third);
    assertThat(ring.take(2 * PAGE)).isEqualTo(third);
    assertThat(ring.take(PAGE)).isEqualTo(first);
    assertThat(offset(ring.take(PAGE))).isEqualTo(5 * PAGE);
  }

  @Test
  void neighboursThatAreGivenBack_areOneGap() {
    long first = ring.take(2 * PAGE);
    long second = ring.take(2 * PAGE);
    ring.take(PAGE);
    ring.giveBack(second);
    ring.giveBack(first);
    assertThat(ring.take(4 * PAGE)).isEqualTo(first);
  }

  @Test
  void lastQuarter_isLeftForCopies() {
    assertThat(ring.take(12 * PAGE)).isNotZero();
    assertThat(ring.take(1)).isZero();
    assertThat(offset(ring.takeForCopy(4 * PAGE))).isEqualTo(12 * PAGE);
    assertThat(ring.takeForCopy(1)).as("the padding is never used").isZero();
  }

  @Test
  void nothingAndTooMuch_haveNoRoom() {
    assertThat(ring.takeForCopy(0)).isZero();
    assertThat(ring.takeForCopy(-1)).isZero();
    assertThat(ring.takeForCopy(PAGES * PAGE + 1)).isZero();
    assertThat(ring.takeForCopy(Long.MAX_VALUE)).isZero();
    assertThat(ring.blocks()).isZero();
  }

  @Test
  void address_isFoundInItsBlockOnly() {
    ring.take(PAGE);
    long second = ring.take(PAGE);
    assertThat(ring.offsetOf(second + 100)).isEqualTo(PAGE);
    assertThat(ring.offsetOf(second + PAGE)).isEqualTo(-1);
    assertThat(ring.offsetOf(memory.address() - 1)).isEqualTo(-1);
    ring.giveBack(second);
    assertThat(ring.offsetOf(second)).isEqualTo(-1);
  }

  @Test
  void blockThatIsNotInUse_cantBeGivenBack() {
    long block = ring.take(PAGE);
    ring.giveBack(block);
    assertThatThrownBy(() -> ring.giveBack(block)).isInstanceOf(IllegalArgumentException.class);
    assertThat(ring.used()).isZero();
  }

  private long offset(long address) {
    return address - memory.address();
  }
}
