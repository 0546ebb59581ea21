package sluice.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.cluster.Terms;
import sluice.core.Direction;

class BucketsTest {
  private static StreamRecord record(long version, String text) {
    return new StreamRecord(version, false, Optional.of(text));
  }

  private static StreamRecord removed(long version) {
    return new StreamRecord(version, false, Optional.empty());
  }

  @Test
  void ofTwoRecords_theLaterVersionWins_inWhateverOrderTheyMeet() {
    StreamBucket early = StreamBucket.EMPTY.with("gate", record(Terms.numbered(1, 9), "a"));
    StreamBucket late = StreamBucket.EMPTY.with("gate", removed(Terms.numbered(2, 1)));

    assertThat(early.merge(late)).isEqualTo(late);
    assertThat(late.merge(early)).isEqualTo(late);
    assertThat(late.with("gate", record(Terms.numbered(1, 10), "b"))).isEqualTo(late);
    StreamBucket other = StreamBucket.EMPTY.with("gate", record(Terms.numbered(1, 9), "b"));
    assertThat(early.merge(other)).isEqualTo(other.merge(early));
  }

  @Test
  void removedStreams_areRemembered_theLastOfTooMany() {
    StreamBucket bucket = StreamBucket.EMPTY.with("stays", record(1, "a"));
    for (int version = 2; version < StreamBucket.MOST_REMOVED + 10; version++) {
      bucket = bucket.with("s" + version, removed(version));
    }

    assertThat(bucket.records()).hasSize(StreamBucket.MOST_REMOVED + 1).containsKey("stays");
    assertThat(bucket.get("s2")).isEqualTo(StreamRecord.NONE);
    assertThat(bucket.get("s" + (StreamBucket.MOST_REMOVED + 9)).keepsNothing()).isTrue();
  }

  @Test
  void ofTwoCounts_theLaterRunWins_thenWhatItWroteLast() {
    CountsBucket early = CountsBucket.EMPTY.with(Map.of("gate", counts(1, 9, 7)));
    CountsBucket late = CountsBucket.EMPTY.with(Map.of("gate", counts(2, 1, 3)));

    assertThat(early.merge(late)).isEqualTo(late);
    assertThat(late.merge(early)).isEqualTo(late);
    assertThat(late.with(Map.of("gate", counts(2, 2, 1))).get("gate")).isEqualTo(counts(2, 2, 1));
  }

  private static CountsRecord counts(long epoch, long sequence, long people) {
    return CountsRecord.of(
        epoch, sequence, Map.of("door", Map.of(Direction.IN, Map.of("person", people))));
  }
}
