package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.StreamObserver;
import sluice.core.TensorSet;
import sluice.core.TestPicture;
import sluice.stage.inference.FakeEngine;
import sluice.stage.inference.RequestPool;

class PreparedFrameTest {
  private static final InputPreprocessor PREPARATION =
      new InputPreprocessor() {
        @Override
        public Geometry prepare(Picture picture, TensorSet tensors) {
          return Geometry.STRETCH;
        }

        @Override
        public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
          return Geometry.STRETCH;
        }

        @Override
        public void close() {}
      };

  private static final StreamObserver NOBODY =
      new StreamObserver() {
        @Override
        public void frameRead() {}

        @Override
        public void frameDropped(DropCause cause) {}

        @Override
        public void frameFinished(FrameResult result) {}

        @Override
        public void inputDamaged() {}
      };

  @Test
  void frameThatIsClosedMeanwhile_keepsNoTensors() {
    try (RequestPool pool = new RequestPool(new FakeEngine(1))) {
      FrameLedger ledger = new FrameLedger();
      StreamParts parts =
          new StreamParts(
              "test",
              new FeedThread("test", new FakeFeed(ledger, 0, null)),
              ledger,
              PREPARATION,
              pool.join(1, null),
              null,
              (tensors, geometry) -> Predictions.NONE,
              new ResultStageChain(List.of()),
              List.of(),
              NOBODY);
      Frame frame = ledger.open("test", 0, 0, Instant.EPOCH, TestPicture.bgr24(4, 4));
      frame.close();

      assertThatThrownBy(() -> PreparedFrame.of(frame, parts))
          .isInstanceOf(IllegalStateException.class);

      assertThat(pool.leasedTensors()).isZero();
    }
  }
}
