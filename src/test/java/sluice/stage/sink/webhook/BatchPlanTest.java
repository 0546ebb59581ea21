package sluice.stage.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.sink.webhook.HookFixture.ids;
import static sluice.stage.sink.webhook.HookFixture.message;
import static sluice.stage.sink.webhook.HookFixture.messages;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.message.Message;
import sluice.stage.sink.webhook.BatchPlan.Verdict;

class BatchPlanTest {
  private final BatchPlan plan = new BatchPlan(3);

  @Test
  void aBatch_hasAsManyMessagesAsMayBe() {
    assertThat(plan.next(messages("a", 0, 5))).hasSize(3);
    assertThat(plan.next(messages("a", 0, 2))).hasSize(2);
  }

  @Test
  void pictures_makeBatchesSmaller() {
    byte[] picture = new byte[(int) (BatchPlan.MOST_BYTES / 2)];
    Message large = message("a", 1, Optional.empty(), picture);
    Message huge = message("a", 1, Optional.empty(), new byte[2 * (int) BatchPlan.MOST_BYTES]);

    assertThat(plan.next(List.of(large, message("a", 2), large))).hasSize(2);
    assertThat(plan.next(List.of(huge, message("a", 2)))).hasSize(1);
  }

  @Test
  void aFailedBatch_isFormedAgain_untilItIsSettled() {
    plan.failed(messages("a", 0, 2));

    assertThat(plan.next(messages("a", 0, 5))).hasSize(2);
    assertThat(plan.next(messages("a", 1, 5))).as("the first one expired").hasSize(3);
    plan.settled();
    assertThat(plan.next(messages("a", 0, 5))).hasSize(3);
  }

  @Test
  void failuresOfTheReceiver_areNoTriesOfTheBatch() {
    List<Message> batch = messages("a", 0, 3);
    assertThat(plan.turnDown(batch)).isEqualTo(Verdict.AGAIN);
    plan.failed(batch);
    plan.failed(batch);
    assertThat(plan.turnDown(batch)).isEqualTo(Verdict.AGAIN);
    plan.failed(batch);
    assertThat(plan.turnDown(batch)).isEqualTo(Verdict.ALONE);
  }

  @Test
  void messagesOfABatchThatWasTurnedDown_goAlone_andOthersTogether() {
    List<Message> batch = messages("a", 0, 3);
    plan.turnDown(batch);
    plan.turnDown(batch);
    plan.turnDown(batch);
    List<Message> all = messages("a", 0, 6);

    assertThat(ids(plan.next(all))).containsExactly("r1-a-0");
    assertThat(ids(plan.next(all.subList(2, 6)))).containsExactly("r1-a-2");
    assertThat(ids(plan.next(all.subList(3, 6)))).containsExactly("r1-a-3", "r1-a-4", "r1-a-5");
    assertThat(plan.turnDown(all.subList(1, 2))).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void messagesThatGoAlone_areNotPutBehindOthers() {
    List<Message> batch = messages("a", 3, 5);
    plan.turnDown(batch);
    plan.turnDown(batch);
    plan.turnDown(batch);

    assertThat(ids(plan.next(messages("a", 2, 5)))).containsExactly("r1-a-2");
  }

  @Test
  void oneMessage_isRefusedAfterThreeTries() {
    List<Message> one = messages("a", 0, 1);

    assertThat(List.of(plan.turnDown(one), plan.turnDown(one), plan.turnDown(one)))
        .containsExactly(Verdict.AGAIN, Verdict.AGAIN, Verdict.REFUSED);
  }
}
