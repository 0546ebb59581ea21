package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.openvino.ffi.ArrayPropertyCalls;
import sluice.openvino.ffi.PropertyCalls;
import sluice.openvino.ffi.VariadicPropertyCalls;

class CoreIT extends CoreTests {
  @Test
  void library_reportsItsFileAndBuild() {
    OpenVino.Library library = OpenVino.load();

    assertThat(library.path()).isAbsolute().exists();
    assertThat(library.build()).startsWith("20");
  }

  @Test
  void devices_haveNamesVersionsAndProperties() {
    assertThat(core.availableDevices()).contains("CPU");
    assertThat(core.versions("CPU"))
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.device()).isEqualTo("CPU");
              assertThat(version.build()).isEqualTo(OpenVino.load().build());
              assertThat(version.description()).isNotBlank();
            });
    assertThat(core.property("CPU", Properties.FULL_DEVICE_NAME)).isNotBlank();
    assertThat(core.property("CPU", Properties.OPTIMIZATION_CAPABILITIES)).contains("FP32");
    assertThat(core.property("CPU", Properties.RANGE_FOR_STREAMS)).contains("1");
    assertThat(core.property("CPU", Properties.RANGE_FOR_ASYNC_INFER_REQUESTS)).contains("1");
    assertThat(core.property("CPU", Properties.SUPPORTED_PROPERTIES))
        .contains(Properties.NUM_STREAMS);
  }

  @Test
  void unknownDevice_isRefusedByName() {
    assertThatThrownBy(() -> core.property("ABACUS", Properties.FULL_DEVICE_NAME))
        .isInstanceOfSatisfying(
            OpenVinoException.class, e -> assertThat(e.status()).isEqualTo(Status.GENERAL_ERROR))
        .hasMessageContaining("ABACUS")
        .message()
        .doesNotContain("\n");
    try (Model model = core.readModel(TinyModels.addRelu(folder))) {
      assertThatThrownBy(() -> core.compile(model, "ABACUS", Map.of()))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("ABACUS");
    }
  }

  @Test
  void unknownProperty_isRefusedByName() {
    assertThatThrownBy(() -> core.property("CPU", "NO_SUCH_THING"))
        .isInstanceOf(OpenVinoException.class)
        .hasMessageContaining("NO_SUCH_THING");
  }

  @Test
  void missingModel_isRefusedByName() {
    assertThatThrownBy(() -> core.readModel(folder.resolve("absent.xml")))
        .isInstanceOf(OpenVinoException.class)
        .hasMessageContaining("absent.xml");
  }

  @Test
  void fileThatIsNoModel_isRefused() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "not a model");

    assertThatThrownBy(() -> core.readModel(broken))
        .isInstanceOf(OpenVinoException.class)
        .hasMessageContaining("broken.onnx");
  }

  @Test
  void model_reportsItsNameAndPorts() {
    try (Model model = core.readModel(TinyModels.addRelu(folder))) {
      assertThat(model.friendlyName()).isEqualTo("add-relu");
      assertThat(model.inputs())
          .singleElement()
          .satisfies(
              port -> {
                assertThat(port.name()).isEqualTo("x");
                assertThat(port.elementType()).isEqualTo(ElementType.F32);
                assertThat(port.isDynamic()).isFalse();
                assertThat(port.shape()).containsExactly(1, 3, 8, 8);
              });
      assertThat(model.outputs()).extracting(Port::name).containsExactly("y");
    }
  }

  @Test
  void dynamicPorts_areReportedAsDynamic() {
    try (Model model = core.readModel(TinyModels.reshape(folder))) {
      assertThat(model.inputs()).extracting(Port::isDynamic).containsExactly(true, false);
      assertThat(model.outputs())
          .extracting(port -> port.partialShape().toString())
          .containsExactly("[?,?]");
    }
  }

  enum Form {
    ARRAY {
      @Override
      PropertyCalls calls() {
        assumeTrue(ArrayPropertyCalls.available(), "this OpenVINO has no array form of properties");
        return new ArrayPropertyCalls();
      }
    },
    VARIADIC {
      @Override
      PropertyCalls calls() {
        return new VariadicPropertyCalls();
      }
    };

    abstract PropertyCalls calls();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void properties_reachTheCompiledModelInEitherForm(Form form) {
    try (Core other = Core.create(form.calls());
        Model model = other.readModel(TinyModels.addRelu(folder))) {
      for (Map<String, String> properties : settings()) {
        try (CompiledModel compiled = other.compile(model, "CPU", properties)) {
          assertThat(
                  Integer.parseInt(compiled.property(Properties.OPTIMAL_NUMBER_OF_INFER_REQUESTS)))
              .isPositive();
          assertThat(compiled.property(Properties.EXECUTION_DEVICES)).contains("CPU");
          properties.forEach(
              (key, value) -> assertThat(compiled.property(key)).as(key).isEqualTo(value));
        }
      }
    }
  }

  private static List<Map<String, String>> settings() {
    return List.of(
        Map.of(),
        Map.of(Properties.PERFORMANCE_HINT, Properties.LATENCY),
        Map.of(Properties.NUM_STREAMS, "1", Properties.INFERENCE_NUM_THREADS, "1"),
        Map.of(
            Properties.PERFORMANCE_HINT,
            Properties.THROUGHPUT,
            Properties.PERFORMANCE_HINT_NUM_REQUESTS,
            "1",
            Properties.INFERENCE_PRECISION_HINT,
            "f32",
            Properties.ENABLE_CPU_PINNING,
            Properties.NO));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void propertyOfADevice_isSetInEitherForm(Form form) {
    try (Core other = Core.create(form.calls())) {
      other.setProperty("CPU", Properties.INFERENCE_NUM_THREADS, "1");

      assertThat(other.property("CPU", Properties.INFERENCE_NUM_THREADS)).isEqualTo("1");
      other.setProperty("", Properties.CACHE_DIR, folder.toString());
      assertThat(other.property("", Properties.CACHE_DIR))
          .as("of the core itself")
          .isEqualTo(folder.toString());
      assertThatThrownBy(() -> other.setProperty("CPU", "NO_SUCH_THING", "1"))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("NO_SUCH_THING=1");
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void refusedProperty_failsTheCompilationInEitherForm(Form form) {
    try (Core other = Core.create(form.calls());
        Model model = other.readModel(TinyModels.addRelu(folder))) {
      assertThatThrownBy(() -> other.compile(model, "CPU", Map.of(Properties.NUM_STREAMS, "many")))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("NUM_STREAMS");
    }
  }
}
