package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Log lines go where they are sent, from whichever thread. */
class LogIT extends OpenVinoTests {
  private static final PropertyValue DEBUG =
      ExecutionProperties.LOG_LEVEL.to(ExecutionProperties.LogLevel.DEBUG);

  @AfterEach
  void toStandardOutputAgain() {
    OpenVino.logTo(null);
  }

  private void compileForAuto() {
    try (Core core = Core.create()) {
      core.compile(TinyModels.twice(folder), "AUTO", DEBUG).close();
    }
  }

  @Test
  void lines_goToTheReceiverUntilItIsTakenAway() {
    List<String> lines = new CopyOnWriteArrayList<>();
    OpenVino.logTo(lines::add);
    compileForAuto();

    assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotEndWith("\n"));
    OpenVino.logTo(_ -> {});
    int count = lines.size();
    compileForAuto();
    assertThat(lines).hasSize(count);
  }

  @Test
  void receiverThatThrows_disturbsNothing() {
    OpenVino.logTo(
        _ -> {
          throw new IllegalStateException("of the receiver");
        });
    compileForAuto();
  }
}
