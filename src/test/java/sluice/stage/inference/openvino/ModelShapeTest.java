package sluice.stage.inference.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.core.ErrorCode;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.openvino.ElementType;
import sluice.openvino.PartialShape;
import sluice.openvino.PartialShape.Dimension;
import sluice.openvino.Port;

class ModelShapeTest {
  private static final Optional<PixelSize> NONE = Optional.empty();

  private static Port port(ElementType type, long... extents) {
    return new Port("images", type, PartialShape.of(extents));
  }

  private static ModelShape shape(Port port, Optional<PixelSize> wanted) {
    return ModelShape.of("m", List.of(port), ChannelOrder.RGB, wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "1 3 480 640,    NCHW, ''",
    "1 480 640 3,    NHWC, ''",
    "-1 3 480 640,   NCHW, '[1,3,480,640]'",
    "-1 3 -1 -1,     NCHW, '[1,3,480,640]'",
    "1 3 480 -1,     NCHW, '[1,3,480,640]'",
    "-1 -1 -1 3,     NHWC, '[1,480,640,3]'",
    "-1 -1 -1 -1,    NCHW, '[1,3,480,640]'",
  })
  void pictures_areRecognised_andWhatIsOpenIsFixed(String extents, String layout, String reshaped) {
    long[] dimensions = Stream.of(extents.split(" ")).mapToLong(Long::parseLong).toArray();

    ModelShape shape =
        shape(port(ElementType.F16, dimensions), Optional.of(new PixelSize(640, 480)));

    assertThat(shape.input()).isEqualTo(new InputSpec(640, 480, ChannelOrder.RGB));
    assertThat(shape.layout()).isEqualTo(layout);
    assertThat(shape.reshaped().map(PartialShape::toString).orElse("")).isEqualTo(reshaped);
    assertThat(shape.takesFractions()).isTrue();
  }

  private static Stream<List<Port>> noPictures() {
    Port picture = port(ElementType.F32, 1, 3, 8, 8);
    return Stream.of(
        List.of(),
        List.of(picture, picture, picture, picture, picture),
        List.of(port(ElementType.STRING, 1, 3, 8, 8)),
        List.of(port(ElementType.I64, 1, 3, 8, 8)),
        List.of(port(ElementType.F32, 4, 3, 8, 8)),
        List.of(port(ElementType.F32, 1, 1, 8, 8)),
        List.of(port(ElementType.F32, 1, -1, 8, 8)),
        List.of(port(ElementType.F32, 1, 3)),
        List.of(new Port("x", ElementType.F32, PartialShape.unknown())),
        List.of(
            new Port(
                "x",
                ElementType.F32,
                PartialShape.bounded(
                    Dimension.between(2, 8), Dimension.of(3), Dimension.of(8), Dimension.of(8)))));
  }

  @ParameterizedTest
  @MethodSource("noPictures")
  void inputOtherThanOnePicture_isRefusedInOneLine(List<Port> inputs) {
    assertThatThrownBy(() -> ModelShape.of("m.onnx", inputs, ChannelOrder.BGR, NONE))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageStartingWith("model m.onnx takes ")
        .hasMessageContaining("(expected: ")
        .hasMessageEndingWith("; use a model that takes one picture")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aBatch_isNamed() {
    assertThatThrownBy(() -> shape(port(ElementType.F32, 4, 3, 8, 8), NONE))
        .hasMessageContaining("'images' f32 [4,3,8,8], a batch of 4 pictures")
        .hasMessageContaining("one picture at a time");
  }

  @Test
  void anOpenSize_hasToBeNamed() {
    Port open = port(ElementType.F32, 1, 3, -1, -1);

    assertThatThrownBy(() -> shape(open, NONE))
        .hasMessageContaining("'images' f32 [1,3,?,?], which leaves the size open")
        .hasMessageContaining("--input-size");
    assertThat(ModelShape.fixedSize("m", List.of(open))).isEmpty();
    assertThat(ModelShape.fixedSize("m", List.of(port(ElementType.U8, 1, 48, 64, 3))))
        .contains(new PixelSize(64, 48));
  }

  @Test
  void aSizeThatTheModelCantHave_isRefused() {
    Port bounded =
        new Port(
            "x",
            ElementType.F32,
            PartialShape.bounded(
                Dimension.ANY, Dimension.of(3), Dimension.between(32, 64), Dimension.ANY));

    assertThat(shape(bounded, Optional.of(new PixelSize(999, 64))).input().width()).isEqualTo(999);
    assertThatThrownBy(() -> shape(bounded, Optional.of(new PixelSize(64, 65))))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageContaining("input size: 65 (expected: 32..64");
    assertThatThrownBy(
            () -> shape(port(ElementType.F32, 1, 3, 64, 64), Optional.of(new PixelSize(32, 64))))
        .hasMessageContaining("input size: 32 (expected: 64");
  }

  private static ModelShape shape(Port... ports) {
    return ModelShape.of("m", List.of(ports), ChannelOrder.RGB, NONE);
  }

  private static Port named(String name, ElementType type, long... extents) {
    return new Port(name, type, PartialShape.of(extents));
  }

  private static final Port PICTURE = named("image", ElementType.F32, 1, 3, 48, 64);

  @Test
  void inputsThatTellTheSize_areConstants() {
    ModelShape dFine = shape(PICTURE, named("orig_target_sizes", ElementType.I64, -1, 2));

    assertThat(dFine.index()).isZero();
    assertThat(dFine.input()).isEqualTo(new InputSpec(64, 48, ChannelOrder.RGB, true));
    assertThat(dFine.constants())
        .containsExactly(
            new ConstantInput(
                1, "orig_target_sizes", ElementType.I64, List.of(1L, 2L), List.of(64, 48)));

    ModelShape paddle =
        shape(
            named("im_shape", ElementType.F32, 1, 2),
            PICTURE,
            named("scale_factor", ElementType.F32, -1, -1));
    assertThat(paddle.index()).isEqualTo(1);
    assertThat(paddle.constants())
        .containsExactly(
            new ConstantInput(0, "im_shape", ElementType.F32, List.of(1L, 2L), List.of(48, 64)),
            new ConstantInput(2, "scale_factor", ElementType.F32, List.of(1L, 2L), List.of(1, 1)));
  }

  @Test
  void aMask_coversTheWholePicture_andTellsNoSize() {
    Port fixed = named("pixel_mask", ElementType.I64, 1, 6, 8);
    Port open = named("pixel_mask", ElementType.BOOLEAN, -1, -1, -1);

    assertThat(shape(PICTURE, fixed).input().sizeTold()).isFalse();
    assertThat(shape(PICTURE, fixed).constants().getFirst().shape()).containsExactly(1L, 6L, 8L);
    assertThat(shape(PICTURE, open).constants())
        .containsExactly(
            new ConstantInput(
                1, "pixel_mask", ElementType.BOOLEAN, List.of(1L, 48L, 64L), List.of(1)));
  }

  private static Stream<Port> others() {
    return Stream.of(
        named("image_info", ElementType.F32, 1, 2),
        named("scale_factor", ElementType.F32, 1, 4),
        named("scale_factor", ElementType.F32, 4, 2),
        named("scale_factor", ElementType.F32, 2),
        named("im_shape", ElementType.STRING, 1, 2),
        named("pixel_mask", ElementType.I64, 1, 1, 8, 8),
        new Port("im_shape", ElementType.F32, PartialShape.unknown()));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherInputs_areRefused_withWhatIsSeen(Port other) {
    assertThatThrownBy(() -> shape(PICTURE, other))
        .hasMessageContaining("model m takes 2 inputs ['image' f32 [1,3,48,64], '" + other.name())
        .hasMessageContaining(
            "(expected: exactly one, a picture, and besides it only orig_target_sizes, im_shape,"
                + " scale_factor, pixel_mask, in the shapes that their exporters give them)");
  }

  @Test
  void bytes_takeNoFractions() {
    assertThat(shape(port(ElementType.U8, 1, 8, 8, 3), NONE).takesFractions()).isFalse();
  }

  @Test
  void outputs_areNumbers_withOpenExtents() {
    assertThat(
            ModelShape.outputs(
                "m", List.of(port(ElementType.I64, -1, 5), port(ElementType.F16, 1, 100))))
        .containsExactly(
            new OutputSpec("images", List.of(OutputSpec.OPEN, 5L)),
            new OutputSpec("images", List.of(1L, 100L)));
    assertThatThrownBy(() -> ModelShape.outputs("m", List.of(port(ElementType.STRING, 1))))
        .hasMessageContaining("output 'images' string [1] (expected: numbers");
    assertThatThrownBy(
            () ->
                ModelShape.outputs(
                    "m", List.of(new Port("y", ElementType.F32, PartialShape.unknown()))))
        .hasMessageContaining("output 'y' f32 [...]");
  }
}
