package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.openvino.PartialShape.Dimension;

class ValuesTest {

  @Test
  void status_hasOpenVinosNameAndKeepsNumbersItDoesNotKnow() {
    assertThat(new Status(-8)).isEqualTo(Status.REQUEST_BUSY).hasToString("REQUEST_BUSY (-8)");
    assertThat(new Status(-99).code()).isEqualTo(-99);
    assertThat(new Status(-99)).hasToString("UNKNOWN (-99)");
    assertThat(new OpenVinoException(new Status(-99), "x").status()).isEqualTo(new Status(-99));
  }

  @Test
  void elementTypes_haveTheNumbersOf2026() {
    assertThat(ElementType.of(4)).isEqualTo(ElementType.F32);
    assertThat(ElementType.of(9)).isEqualTo(ElementType.I32);
    assertThat(ElementType.of(16)).isEqualTo(ElementType.U8);
    assertThat(ElementType.of(77)).isEqualTo(ElementType.UNKNOWN);
  }

  @Test
  void byteSize_roundsPartOfAByteUp() {
    assertThat(ElementType.F32.byteSize(1, 1, 200, 7)).isEqualTo(5600);
    assertThat(ElementType.U8.byteSize(1, 0, 3)).isZero();
    assertThat(ElementType.U4.byteSize(3)).isEqualTo(2);
    assertThat(ElementType.F32.byteSize()).isEqualTo(4);
  }

  @Test
  void byteSize_refusesWhatHasNone() {
    assertThatThrownBy(() -> ElementType.STRING.byteSize(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElementType.U8.byteSize(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElementType.F32.byteSize(Long.MAX_VALUE, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partialShape_reportsOpenDimensions() {
    PartialShape open =
        new PartialShape(
            true,
            List.of(
                new Dimension(1, 1),
                new Dimension(0, -1),
                new Dimension(2, 5),
                new Dimension(3, -1)));

    assertThat(open).hasToString("[1,?,2..5,3..]");
    assertThat(open.isDynamic()).isTrue();
    assertThatThrownBy(open::extents)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dynamic");
    assertThat(new PartialShape(false, List.of())).hasToString("[...]");
    assertThat(new PartialShape(true, List.of(new Dimension(1, 1), new Dimension(3, 3))).extents())
        .containsExactly(1, 3);
  }

  @Test
  void partialShape_isMadeOfExtentsAndBounds() {
    assertThat(PartialShape.of(1, 3, -1)).hasToString("[1,3,?]");
    assertThat(PartialShape.bounded(Dimension.of(1), Dimension.between(8, -1), Dimension.ANY))
        .hasToString("[1,8..,?]");
    assertThat(PartialShape.of(0).extents()).containsExactly(0);
    for (long[] bounds : new long[][] {{-1, 3}, {4, 3}, {0, -2}}) {
      assertThatThrownBy(() -> Dimension.between(bounds[0], bounds[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bounds[0] + ".." + bounds[1]);
    }
    assertThatThrownBy(() -> PartialShape.of(-2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settings_areWrittenAsOpenVinoReadsThem() {
    assertThat(ExecutionProperties.PERF_COUNT.to(true)).hasToString("PERF_COUNT=YES");
    assertThat(HintProperties.INFERENCE_PRECISION.to(ElementType.BF16).value()).isEqualTo("bf16");
    assertThat(ExecutionProperties.LOG_LEVEL.to(ExecutionProperties.LogLevel.NONE).value())
        .isEqualTo("LOG_NONE");
    assertThat(AutoProperties.DEVICE_PRIORITIES.to(List.of("GPU", "CPU")).value())
        .isEqualTo("GPU,CPU");
    assertThat(
            PropertyValue.map(
                new PropertyValue("A", "1"),
                new PropertyValue("B", "2"),
                new PropertyValue("A", "3")))
        .containsExactly(entry("A", "3"), entry("B", "2"));
  }

  @Test
  void values_areReadInEachFormThatDevicesUse() {
    assertThat(ExecutionProperties.PERF_COUNT.parse("YES")).isTrue();
    assertThat(ExecutionProperties.PERF_COUNT.parse("false")).isFalse();
    assertThat(CacheProperties.MODE.parse("optimize_size"))
        .isEqualTo(CacheProperties.CacheMode.OPTIMIZE_SIZE);
    assertThat(ExecutionProperties.LOG_LEVEL.parse("LOG_TRACE"))
        .isEqualTo(ExecutionProperties.LogLevel.TRACE);
    assertThat(DeviceProperties.CAPABILITIES.parse("{ FP32, INT8 }"))
        .containsExactly("FP32", "INT8");
    assertThat(DeviceProperties.RANGE_FOR_STREAMS.parse("(1, 16)")).containsExactly(1, 16);
    assertThat(DeviceProperties.AVAILABLE_DEVICES.parse("")).isEmpty();
  }

  @Test
  void valueOfAnotherType_isRefusedByKeyAndValue() {
    assertThatThrownBy(() -> ExecutionProperties.INFERENCE_NUM_THREADS.parse("many"))
        .isInstanceOf(OpenVinoException.class)
        .hasMessage(
            "property INFERENCE_NUM_THREADS has the value 'many', which is none of its type");
    assertThatThrownBy(() -> HintProperties.PERFORMANCE_MODE.parse("FAST"))
        .hasMessageContaining("PERFORMANCE_HINT", "FAST");
  }

  @Test
  void openVinosText_becomesOneLineWithoutItsSourcePlaces() {
    assertThat(
            Native.oneLine("Exception from src/core.cpp:123:\nDevice \"X\"\n  is not there.\n\n"))
        .isEqualTo("Device \"X\" is not there.");
    assertThat(
            Native.oneLine(
                "Exception from src/a.cpp:1:\n"
                    + "Check 'a == b(c)' failed at src/core/a.cpp:49:\n"
                    + "No.\n"))
        .isEqualTo("No.");
    assertThat(Native.oneLine("Check 'ready' failed at src/a.cpp:49"))
        .as("better than nothing")
        .isEqualTo("Check 'ready' failed at src/a.cpp:49");
  }
}
