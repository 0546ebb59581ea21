package sluice.video.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.video.demux.Packet;
import sluice.video.mux.TrackTimes.Times;

class TrackTimesTest {
  private static final long NONE = Packet.NO_TIMESTAMP;

  @Test
  void timesBeginAtZero_inTheTracksUnit() {
    TrackTimes times = new TrackTimes(1, 1000, 16_000, 5000, 640);
    assertThat(times.next(5080, 5000, 40)).isEqualTo(new Times(1280, 0, 640));
    assertThat(times.next(5040, 5040, 40)).isEqualTo(new Times(640, 640, 640));
  }

  @Test
  void unitsThatDontDivideEachOther_areRounded_andDontDrift() {
    TrackTimes times = new TrackTimes(1, 90_000, 44_100, 0, 1024);
    long day = 24L * 3600;
    assertThat(times.next(day * 90_000, day * 90_000, 2090).dts()).isEqualTo(day * 44_100);
    assertThat(times.next(day * 90_000 + 2090, day * 90_000 + 2090, 2090))
        .isEqualTo(new Times(day * 44_100 + 1024, day * 44_100 + 1024, 1024));
  }

  @Test
  void largeNumbers_dontOverflow() {
    long month = 31L * 24 * 3600 * 10_000_000;
    TrackTimes times = new TrackTimes(1, 10_000_000, 10_000_000, -month, 1);
    assertThat(times.next(month, month, 1).dts()).isEqualTo(2 * month);
    assertThat(TrackTimes.rescale(-3, 1, 2)).isEqualTo(-1);
    assertThat(TrackTimes.rescale(-4, 5, 2)).isEqualTo(-10);
  }

  @Test
  void decodingTimesThatStandStillOrGoBack_growByATick() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    times.next(100, 100, 40);
    assertThat(times.next(100, 100, 40)).isEqualTo(new Times(101, 101, 40));
    assertThat(times.next(60, 60, 40)).isEqualTo(new Times(102, 102, 40));
    assertThat(times.next(140, 140, 40)).isEqualTo(new Times(140, 140, 40));
  }

  @Test
  void whatIsMissing_followsFromTheRest() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    assertThat(times.next(NONE, NONE, 0)).isEqualTo(new Times(0, 0, 40));
    assertThat(times.next(NONE, NONE, 30)).isEqualTo(new Times(40, 40, 30));
    assertThat(times.next(NONE, 75, 0)).isEqualTo(new Times(75, 75, 35));
    assertThat(times.next(100, NONE, 0)).isEqualTo(new Times(100, 100, 25));
  }

  @Test
  void whereNoneTellsWhenItIsDecoded_theyComeAsTheyAreShown() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    times.next(0, NONE, 20);
    assertThat(times.next(50, NONE, 20)).isEqualTo(new Times(50, 50, 20));
    assertThat(times.next(100, NONE, 20)).isEqualTo(new Times(100, 100, 20));
  }

  @Test
  void aPictureThatIsShownLater_isDecodedAfterTheLast() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    times.next(80, 0, 40);
    assertThat(times.next(200, NONE, 40)).isEqualTo(new Times(200, 40, 40));
    assertThat(times.next(120, 80, 40)).isEqualTo(new Times(120, 80, 40));
  }

  @Test
  void presentationIsNeverBeforeDecoding() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    assertThat(times.next(50, 80, 40)).isEqualTo(new Times(80, 80, 40));
  }

  @Test
  void durationsThatCantBe_areReplaced() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    assertThat(times.next(0, 0, -1).duration()).isEqualTo(40);
    assertThat(times.next(33, 33, 1_000_000).duration()).isEqualTo(33);
    assertThat(times.next(66, 66, 10_000).duration()).isEqualTo(10_000);
  }

  @Test
  void aFragmentMayBeginBeforeTheLastOneEnds_onlyWhereItTells() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40);
    times.next(0, 0, 40);
    times.fragmentEnds(true);
    assertThat(times.next(30, 30, 40).dts()).isEqualTo(30);
    times.fragmentEnds(false);
    assertThat(times.next(60, 60, 40)).isEqualTo(new Times(70, 70, 40));
    assertThat(times.next(90, 90, 40).dts()).isEqualTo(90);
  }

  @Test
  void soundFromBeforeTheRun_isSeen() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 500, 40);
    assertThat(times.isBeforeZero(499, 499)).isTrue();
    assertThat(times.isBeforeZero(499, NONE)).isTrue();
    assertThat(times.isBeforeZero(500, 500)).isFalse();
    assertThat(times.isBeforeZero(NONE, NONE)).isFalse();
  }

  @Test
  void contiguousTimes_takeTheStepBeforeForTheDuration_andDontDrift() {
    TrackTimes times = new TrackTimes(1, 1000, 1000, 0, 40, true);
    assertThat(times.next(80, 0, 500)).isEqualTo(new Times(80, 0, 40));
    assertThat(times.next(30, 30, 500)).isEqualTo(new Times(40, 40, 30));
    assertThat(times.next(230, 230, 1)).isEqualTo(new Times(70, 70, 200));
    assertThat(times.next(220, 220, 1)).isEqualTo(new Times(270, 270, 1));
    assertThat(times.next(260, 260, 1)).isEqualTo(new Times(271, 271, 30));
    assertThat(times.next(60_000, 60_000, 1).duration()).isEqualTo(10_000);
  }
}
