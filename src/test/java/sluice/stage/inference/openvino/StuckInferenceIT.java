package sluice.stage.inference.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.openvino.Core;
import sluice.openvino.IrGraph;
import sluice.stage.inference.TensorMemory;
import sluice.testing.Latches;

/** What a closed engine keeps for an inference that does not return, and when it lets go of it. */
@Timeout(60)
class StuckInferenceIT {
  private static final int SETS = 8;

  @TempDir Path folder;

  @Test
  void inferenceThatDoesNotReturn_keepsItsOwnMemoryAlone_untilItDoes() throws Exception {
    long before = NativeMemory.bytes();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch returns = new CountDownLatch(1);
    try (Core core = Core.create()) {
      OpenVinoEngine engine = OpenVinoEngine.open(core, settings());
      List<TensorMemory> sets =
          Stream.<TensorMemory>generate(engine::newTensorMemory).limit(SETS).toList();
      long each = (NativeMemory.bytes() - before) / SETS;
      engine
          .requests()
          .getFirst()
          .start(
              sets.getFirst(),
              failure -> {
                begun.countDown();
                Latches.await(returns);
              });
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

      Thread closing = Thread.ofPlatform().daemon().start(engine::close);
      try {
        await().untilAsserted(() -> assertThat(NativeMemory.bytes()).isEqualTo(before + each));
        closing.interrupt(); // it need not wait any longer
        closing.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(closing.isAlive()).isFalse();
        assertThat(NativeMemory.bytes()).isEqualTo(before + each);
      } finally {
        returns.countDown();
      }
      await().untilAsserted(() -> assertThat(NativeMemory.bytes()).isEqualTo(before));
    }
  }

  private EngineSettings settings() {
    IrGraph graph = new IrGraph("echo");
    IrGraph.Node picture = graph.parameter("picture", "f32", 1, 3, 2, 4);
    graph.result(graph.convert("y", picture, "f32", 1, 3, 2, 4));
    return EngineSettings.of(
            graph.write(folder), ChannelOrder.BGR, "CPU", Map.of(), OptionalInt.of(2))
        .sized(Optional.<PixelSize>empty());
  }
}
