package sluice.stage.inference.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.NativeMemory;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.openvino.Core;
import sluice.openvino.IrGraph;
import sluice.stage.inference.LatestStreams;
import sluice.stage.inference.RequestPool;

/** The tensors of many streams with a greatest age at a real device. */
@Timeout(60)
class SharedTensorsIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void tensors_areFew_andAllFreed(int requests) throws InterruptedException {
    long before = NativeMemory.bytes();
    try (Core core = Core.create();
        RequestPool pool = new RequestPool(OpenVinoEngine.open(core, settings(requests)));
        LatestStreams streams = new LatestStreams(pool)) {
      streams.run(100, 20, 1);

      assertThat(pool.inferences()).isEqualTo(100 * 20);
      assertThat(pool.leasedTensors()).isZero();
      assertThat(pool.madeTensors()).isBetween(1, 4 * requests + 4);
    }
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  private EngineSettings settings(int requests) {
    IrGraph graph = new IrGraph("echo");
    IrGraph.Node picture = graph.parameter("picture", "f32", 1, 3, 2, 4);
    graph.result(graph.convert("y", picture, "f32", 1, 3, 2, 4));
    return EngineSettings.of(
            graph.write(folder), ChannelOrder.BGR, "CPU", Map.of(), OptionalInt.of(requests))
        .sized(Optional.<PixelSize>empty());
  }
}
