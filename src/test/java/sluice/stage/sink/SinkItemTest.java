package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.Orientation;
import sluice.core.TestPicture;

class SinkItemTest {
  private final FrameLedger ledger = new FrameLedger();

  @Test
  void itemWithPicture_outlivesTheFrame() {
    TestPicture picture = TestPicture.bgr24(8, 4);
    SinkItem item;
    try (FrameResult result = Results.of(ledger, picture, 3, 120_000_000)) {
      item = SinkItem.of(result, true);
    }
    assertThat(picture.openReferences()).isOne();
    assertThat(item.picture()).isNotNull();
    assertThat(item.frameNumber()).isEqualTo(3);
    item.close();
    assertThat(picture.openReferences()).isZero();
    assertThat(picture.surplusCloses()).isZero();
  }

  @Test
  void itemWithoutPicture_holdsNoReference() {
    TestPicture picture = TestPicture.bgr24(8, 4);
    try (FrameResult result = Results.of(ledger, picture, 0, 0);
        SinkItem item = SinkItem.of(result, false)) {
      assertThat(item.picture()).isNull();
      assertThat(picture.openReferences()).isOne();
    }
    assertThat(picture.openReferences()).isZero();
  }

  @Test
  void item_copiesTimings_andReportsDisplayedSize() {
    TestPicture picture = TestPicture.bgr24(8, 4, new Orientation(90, false), (x, y) -> 0);
    try (FrameResult result = Results.of(ledger, picture, 0, 0)) {
      result.frame().timings().set(LatencyStage.INFERENCE, 5);
      result.frame().timings().set(LatencyStage.END_TO_END, 9);
      SinkItem item = SinkItem.of(result, false);
      result.frame().timings().set(LatencyStage.INFERENCE, 6);
      assertThat(item.timings().get(LatencyStage.INFERENCE)).isEqualTo(5);
      assertThat(item.timings().get(LatencyStage.END_TO_END)).isEqualTo(9);
      assertThat(item.width()).isEqualTo(4);
      assertThat(item.height()).isEqualTo(8);
    }
  }
}
