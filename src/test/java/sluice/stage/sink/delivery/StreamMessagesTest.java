package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Predictions;
import sluice.core.TestPicture;
import sluice.core.message.StateChange;
import sluice.stage.sink.Results;
import sluice.stage.sink.picture.FrameEncoder;

/** What the sinks of a stream share. */
class StreamMessagesTest {
  private static final Detection NEAR = Results.person(0.9f, 0, 0, 0.5f, 0.5f);
  private static final Detection FAR = Results.person(0.3f, 0.6f, 0.6f, 0.7f, 0.7f);

  private final StreamMessages messages = new StreamMessages("lobby", new FrameEncoder());

  private static FrameResult frame(int number) {
    return Results.of(new FrameLedger(), TestPicture.bgr24(8, 4), number, number, NEAR, FAR);
  }

  @Test
  void sinksThatKeepTheSame_shareTheBytes() {
    try (FrameResult result = frame(7)) {
      byte[] first = messages.frame("r", "clip", result, result.predictions(), false).record();
      byte[] second =
          messages
              .frame("r", "clip", result, Predictions.ofDetections(List.of(NEAR, FAR)), false)
              .record();

      assertThat(second).isSameAs(first);
    }
  }

  @Test
  void sinksThatKeepOtherObjects_haveMessagesWithTheSameId() throws IOException {
    try (FrameResult result = frame(7)) {
      PendingMessage all = messages.frame("r", "clip", result, result.predictions(), false);
      PendingMessage some =
          messages.frame("r", "clip", result, Predictions.ofDetections(List.of(NEAR)), false);

      assertThat(MessageCodec.decode(some.record()).id())
          .isEqualTo(MessageCodec.decode(all.record()).id());
      assertThat(MessageCodec.decode(some.record()).body())
          .isNotEqualTo(MessageCodec.decode(all.record()).body());
      assertThat(messages.frame("r", "clip", result, result.predictions(), false)).isSameAs(all);
    }
  }

  @Test
  void anotherFrame_andTheSameOneOfAnotherRun_areOthers() {
    try (FrameResult one = frame(7);
        FrameResult next = frame(8)) {
      PendingMessage first = messages.frame("r", "clip", one, one.predictions(), false);

      assertThat(messages.frame("q", "clip", one, one.predictions(), false)).isNotSameAs(first);
      assertThat(messages.frame("q", "clip", next, next.predictions(), false)).isNotSameAs(first);
    }
  }

  @Test
  void states_areSharedByThemselves() {
    StateChange change = new StateChange("running", "frames flow", Results.DECODED);
    StateChange equal = new StateChange("running", "frames flow", Results.DECODED);
    PendingMessage first = messages.state("r", 1, change);

    assertThat(messages.state("r", 1, change)).isSameAs(first);
    assertThat(messages.state("r", 2, equal)).isNotSameAs(first);
  }
}
