package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The typed properties against what the devices say. */
class PropertyIT extends OpenVinoTests {
  /** What devices list that is not for users, or can't be read as text. */
  private static final Set<String> UNNAMED =
      Set.of(
          "LOW_POWER_DEVICE",
          "PERF_CURVE_TABLE",
          "COMPATIBILITY_CHECK",
          "MODEL_PTR",
          "CACHE_ENCRYPTION_CALLBACKS");

  private static final Map<String, Property<?>> TYPED = typed();

  private static Map<String, Property<?>> typed() {
    Map<String, Property<?>> typed = new TreeMap<>();
    Stream.of(
            HintProperties.class,
            ExecutionProperties.class,
            CacheProperties.class,
            DeviceProperties.class,
            CompiledModelProperties.class,
            AutoProperties.class,
            CpuProperties.class,
            GpuProperties.class,
            NpuProperties.class)
        .flatMap(group -> Arrays.stream(group.getDeclaredFields()))
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .forEach(
            field -> {
              try {
                Property<?> property = (Property<?>) field.get(null);
                assertThat(typed.put(property.key(), property)).as(property.key()).isNull();
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            });
    return typed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"CPU", "AUTO", "HETERO", "BATCH"})
  void everyPropertyOfADevice_hasAConstantWhoseTypeFits(String device) {
    try (Core core = Core.create()) {
      List<String> keys = core.get(device, DeviceProperties.SUPPORTED_PROPERTIES);
      assertThat(keys).isNotEmpty();
      assertAllRead(keys, key -> core.property(device, key));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CPU", "AUTO:CPU", "HETERO:CPU", "BATCH:CPU(2)"})
  void everyPropertyOfACompiledModel_hasAConstantWhoseTypeFits(String device) {
    try (Core core = Core.create();
        CompiledModel compiled = core.compile(TinyModels.addRelu(folder), device)) {
      List<String> keys = compiled.get(DeviceProperties.SUPPORTED_PROPERTIES);
      assertThat(keys).isNotEmpty();
      assertAllRead(keys, compiled::property);
    }
  }

  private static void assertAllRead(List<String> keys, Function<String, String> read) {
    Set<String> unknown = new TreeSet<>(keys);
    unknown.removeAll(TYPED.keySet());
    unknown.removeAll(UNNAMED);
    assertThat(unknown).as("without a constant").isEmpty();
    int readable = 0;
    for (String key : keys) {
      String text;
      try {
        text = read.apply(key);
      } catch (OpenVinoException notReadable) {
        continue;
      }
      Property<?> property = TYPED.get(key);
      if (property != null) {
        assertThat(property.parse(text)).as(key).isNotNull();
        readable++;
      }
    }
    assertThat(readable).isGreaterThan(keys.size() / 2);
  }

  @Test
  void typedSettings_reachTheCompiledModelAndComeBack() {
    List<PropertyValue> settings =
        List.of(
            HintProperties.EXECUTION_MODE.to(HintProperties.ExecutionMode.ACCURACY),
            HintProperties.INFERENCE_PRECISION.to(ElementType.F32),
            HintProperties.PERFORMANCE_MODE.to(HintProperties.PerformanceMode.THROUGHPUT),
            HintProperties.ENABLE_HYPER_THREADING.to(true),
            HintProperties.SCHEDULING_CORE_TYPE.to(HintProperties.CoreType.PCORE_ONLY),
            HintProperties.DYNAMIC_QUANTIZATION_GROUP_SIZE.to(64L),
            ExecutionProperties.NUM_STREAMS.to("1"),
            ExecutionProperties.INFERENCE_NUM_THREADS.to(1),
            ExecutionProperties.PERF_COUNT.to(true),
            ExecutionProperties.LOG_LEVEL.to(ExecutionProperties.LogLevel.ERROR),
            CpuProperties.DENORMALS_OPTIMIZATION.to(true),
            CpuProperties.SPARSE_WEIGHTS_DECOMPRESSION_RATE.to(0.5f));
    try (Core core = Core.create();
        CompiledModel compiled =
            core.compile(
                TinyModels.addRelu(folder), "CPU", settings.toArray(PropertyValue[]::new))) {
      for (PropertyValue setting : settings) {
        if (setting.key().equals(HintProperties.ENABLE_HYPER_THREADING.key())) {
          continue; // the device answers with what it made of it
        }
        Property<?> property = TYPED.get(setting.key());
        assertThat(compiled.get(property))
            .as(setting.key())
            .isEqualTo(property.parse(setting.value()));
      }
      assertThat(compiled.get(CompiledModelProperties.MODEL_NAME)).isEqualTo("add-relu");
    }
  }

  @Test
  void listProperties_areReadAsWords() {
    try (Core core = Core.create()) {
      assertThat(core.get("CPU", DeviceProperties.CAPABILITIES)).contains("FP32", "EXPORT_IMPORT");
      assertThat(core.get("CPU", DeviceProperties.RANGE_FOR_STREAMS)).hasSize(2).startsWith(1);
      assertThat(core.get("CPU", DeviceProperties.RANGE_FOR_ASYNC_INFER_REQUESTS)).hasSize(3);
      core.set("AUTO", AutoProperties.DEVICE_PRIORITIES.to(List.of("CPU")));
      assertThat(core.get("AUTO", AutoProperties.DEVICE_PRIORITIES)).containsExactly("CPU");
    }
  }

  @Test
  void settingThatIsRefused_namesKeyAndValue() {
    try (Core core = Core.create()) {
      assertThatThrownBy(
              () ->
                  core.compile(
                      TinyModels.twice(folder), "CPU", new PropertyValue("NUM_STREAMS", "many")))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("NUM_STREAMS=many");
      assertThatThrownBy(() -> core.get("CPU", Property.of("NO_SUCH_THING", text -> text)))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("NO_SUCH_THING");
    }
  }
}
