package sluice.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.openvino.CompiledModel;
import sluice.openvino.Core;
import sluice.openvino.Model;
import sluice.openvino.Properties;
import sluice.testing.TinySsd;

/** OpenVINO takes as many threads as a container may use processors, not as it can see. */
class CpuShareIT {
  @TempDir Path folder;

  @BeforeEach
  void hasSeveralProcessors() {
    try (Core core = Core.create()) {
      assumeTrue(
          CpuShare.threads(core.property("CPU", Properties.RANGE_FOR_STREAMS), 1).isPresent(),
          "this process may run on one processor only: no limit can be below that");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Properties.THROUGHPUT, Properties.LATENCY})
  void aLimitBelowTheProcessors_isHeeded(String hint) {
    try (Core core = Core.create()) {
      CpuShare.heed(core, 1);

      Map<String, String> properties = Map.of(Properties.PERFORMANCE_HINT, hint);
      assertThat(compiled(core, properties, "INFERENCE_NUM_THREADS")).isEqualTo("1");
      assertThat(compiled(core, properties, "NUM_STREAMS")).isEqualTo("1");
    }
  }

  @Test
  void requestedModelSettings_takePrecedence() {
    try (Core core = Core.create()) {
      CpuShare.heed(core, 1);

      Map<String, String> properties =
          Map.of(Properties.INFERENCE_NUM_THREADS, "2", Properties.ENABLE_CPU_PINNING, "YES");
      assertThat(compiled(core, properties, "INFERENCE_NUM_THREADS")).isEqualTo("2");
      assertThat(compiled(core, properties, "ENABLE_CPU_PINNING")).isEqualTo("YES");
    }
  }

  @Test
  void withoutALimit_nothingIsSet() {
    try (Core limited = Core.create();
        Core untouched = Core.create()) {
      CpuShare.heed(limited, Integer.MAX_VALUE);

      Map<String, String> properties = Map.of();
      for (String key : new String[] {"INFERENCE_NUM_THREADS", "ENABLE_CPU_PINNING"}) {
        assertThat(compiled(limited, properties, key))
            .as(key)
            .isEqualTo(compiled(untouched, properties, key));
      }
    }
  }

  private String compiled(Core core, Map<String, String> properties, String key) {
    try (Model model = core.readModel(TinySsd.write(folder));
        CompiledModel compiled = core.compile(model, "CPU", properties)) {
      return compiled.property(key);
    }
  }
}
