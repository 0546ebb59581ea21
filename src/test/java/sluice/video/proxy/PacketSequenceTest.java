package sluice.video.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketSequenceTest {
  private final List<Integer> given = new ArrayList<>();
  private final List<Long> lost = new ArrayList<>();
  private final PacketSequence sequence =
      new PacketSequence(
          packet -> given.add((packet[2] & 0xFF) << 8 | packet[3] & 0xFF), lost::add);

  @Test
  void packetsInOrder_pass_alsoWhereNumbersBeginAnew() throws IOException {
    add(0, 65_534, 65_535, 0, 1);
    assertThat(given).containsExactly(65_534, 65_535, 0, 1);
    assertThat(lost).isEmpty();
  }

  @Test
  void packetThatComesLate_isPutInItsPlace() throws IOException {
    add(0, 65_534, 0, 1);
    assertThat(given).containsExactly(65_534);
    assertThat(sequence.isWaiting()).isTrue();
    add(0, 65_535);
    assertThat(given).containsExactly(65_534, 65_535, 0, 1);
    assertThat(lost).isEmpty();
  }

  @Test
  void missingPackets_areGivenUpAfterAMoment_andCounted() throws IOException {
    add(0, 7, 10, 11);
    sequence.expire(PacketSequence.PATIENCE_NANOS);
    assertThat(given).containsExactly(7);
    sequence.expire(PacketSequence.PATIENCE_NANOS + 1);
    assertThat(given).containsExactly(7, 10, 11);
    assertThat(lost).containsExactly(2L);
    add(PacketSequence.PATIENCE_NANOS + 2, 9, 12);
    assertThat(given).as("too late").containsExactly(7, 10, 11, 12);
  }

  @Test
  void fullQueue_givesUpAtOnce() throws IOException {
    add(0, 0);
    for (int i = 2; i <= PacketSequence.MOST_WAITING + 2; i++) {
      add(0, i);
    }
    assertThat(given).hasSize(PacketSequence.MOST_WAITING + 2);
    assertThat(lost).containsExactly(1L);
  }

  @Test
  void packetThatComesTwice_passesOnce() throws IOException {
    add(0, 5, 5, 7, 7, 6, 6);
    assertThat(given).containsExactly(5, 6, 7);
  }

  @Test
  void senderThatBeginsAnew_isFollowed_withoutLoss() throws IOException {
    add(0, 100, 101, 40_000, 40_001, 5, 6);
    assertThat(given).containsExactly(100, 101, 40_000, 40_001, 5, 6);
    assertThat(lost).isEmpty();
  }

  private void add(long nanos, int... numbers) throws IOException {
    for (int number : numbers) {
      sequence.add(new byte[] {0, 0, (byte) (number >> 8), (byte) number}, nanos);
    }
  }
}
