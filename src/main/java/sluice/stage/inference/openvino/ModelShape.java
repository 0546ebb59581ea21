package sluice.stage.inference.openvino;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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

/**
 * What Sluice can tell from a model's ports: which picture it takes, and in which layout.
 *
 * @param input the picture
 * @param index which of the inputs it is
 * @param layout the layout of the model's own input, {@code NCHW} or {@code NHWC}
 * @param type the elements of the model's own input
 * @param reshaped the shape that the input is to be given first; absent where it is fixed already
 * @param constants the other inputs
 */
public record ModelShape(
    InputSpec input,
    int index,
    String layout,
    ElementType type,
    Optional<PartialShape> reshaped,
    List<ConstantInput> constants) {
  private static final int COLOURS = 3;
  private static final int RANK = 4;

  /** What a picture's colours can be converted to. */
  private static final Set<ElementType> TYPES =
      EnumSet.of(
          ElementType.F32, ElementType.F16, ElementType.BF16, ElementType.F64, ElementType.U8);

  /** Keeps its own copy of the list. */
  public ModelShape {
    constants = List.copyOf(constants);
  }

  /**
   * Reads the ports.
   *
   * @param model how messages name the model
   * @param inputs its inputs
   * @param channels the order of colours that it takes
   * @param wanted the size of a picture for a model that leaves it open; another one than a fixed
   *     size is refused
   * @throws SluiceException of code MODEL when the model does not take one picture of three colours
   *     and at most its size, or leaves its size open and none is wanted; of code USAGE when it
   *     can't have the size that is wanted
   */
  public static ModelShape of(
      String model, List<Port> inputs, ChannelOrder channels, Optional<PixelSize> wanted) {
    PictureAxes axes = axes(model, inputs);
    if (axes.isSizeOpen() && wanted.isEmpty()) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "model %s takes %s, which leaves the size open (expected: a size); name it with --input-size WIDTHxHEIGHT, in a configuration with input-size"
              .formatted(model, axes.port()));
    }
    int width = side(model, axes, axes.width(), wanted.map(PixelSize::width));
    int height = side(model, axes, axes.height(), wanted.map(PixelSize::height));
    Optional<PartialShape> reshaped =
        axes.isDynamic() ? Optional.of(axes.shape(width, height)) : Optional.empty();
    PixelSize size = new PixelSize(width, height);
    List<ConstantInput> constants = new ArrayList<>();
    boolean scaled = false;
    for (int i = 0; i < inputs.size(); i++) {
      Optional<SizeInputs> known = SizeInputs.of(inputs.get(i));
      if (i != axes.index() && known.isPresent()) {
        constants.add(known.get().constant(i, inputs.get(i), size));
        scaled |= known.get().scalesBoxes();
      }
    }
    return new ModelShape(
        new InputSpec(width, height, channels, scaled),
        axes.index(),
        axes.layout(),
        axes.type(),
        reshaped,
        constants);
  }

  /**
   * The size of a picture as far as the model fixes it.
   *
   * @return absent where width or height is open
   * @throws SluiceException of code MODEL when the model does not take one picture
   */
  public static Optional<PixelSize> fixedSize(String model, List<Port> inputs) {
    PictureAxes axes = axes(model, inputs);
    return axes.isSizeOpen()
        ? Optional.empty()
        : Optional.of(
            new PixelSize(
                Math.toIntExact(axes.width().min()), Math.toIntExact(axes.height().min())));
  }

  /** Whether the elements of the model's own input can be below 0 and between whole numbers. */
  public boolean takesFractions() {
    return type != ElementType.U8;
  }

  /**
   * The outputs as the pipeline reads them.
   *
   * @throws SluiceException of code MODEL when one is no numbers, or has an unknown number of
   *     dimensions
   */
  public static List<OutputSpec> outputs(String model, List<Port> outputs) {
    return outputs.stream().map(port -> output(model, port)).toList();
  }

  private static OutputSpec output(String model, Port port) {
    if (port.elementType() == ElementType.STRING || !port.partialShape().rankKnown()) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "model %s: output %s (expected: numbers in a known number of dimensions); export the model without it"
              .formatted(model, describe(port)));
    }
    List<Long> extents = new ArrayList<>();
    for (Dimension dimension : port.partialShape().dimensions()) {
      extents.add(dimension.isDynamic() ? OutputSpec.OPEN : dimension.min());
    }
    return new OutputSpec(port.name(), extents);
  }

  private static PictureAxes axes(String model, List<Port> inputs) {
    int[] pictures =
        IntStream.range(0, inputs.size())
            .filter(i -> SizeInputs.of(inputs.get(i)).isEmpty())
            .toArray();
    if (pictures.length != 1) {
      String seen = inputs.stream().map(ModelShape::describe).toList().toString();
      throw refused(
          model,
          inputs.size() + " inputs " + seen,
          "exactly one, a picture, and besides it only "
              + String.join(", ", SizeInputs.names())
              + ", in the shapes that their exporters give them");
    }
    int index = pictures[0];
    Port port = inputs.get(index);
    String seen = describe(port);
    if (!TYPES.contains(port.elementType())) {
      throw refused(model, seen, "a picture of f32, f16, bf16, f64 or u8");
    }
    List<Dimension> dimensions = port.partialShape().dimensions();
    if (dimensions.size() != RANK) {
      throw refused(model, seen, "four dimensions, one of them 3 colours");
    }
    Dimension batch = dimensions.getFirst();
    if (batch.min() > 1 || batch.max() == 0) {
      throw refused(
          model,
          seen + ", a batch of " + batch + " pictures",
          "one picture at a time, a batch of 1 or an open one");
    }
    Dimension first = dimensions.get(1);
    Dimension last = dimensions.get(RANK - 1);
    boolean allOpen = dimensions.stream().skip(1).allMatch(Dimension::isDynamic);
    // Exports of PyTorch's models may leave all open; their colours come first.
    if (isColours(first) || (allOpen && mayBeColours(first))) {
      return new PictureAxes(
          index, seen, port.elementType(), "NCHW", dimensions.get(2), last, port.isDynamic());
    }
    if (isColours(last)) {
      return new PictureAxes(
          index, seen, port.elementType(), "NHWC", first, dimensions.get(2), port.isDynamic());
    }
    throw refused(model, seen, "[1, 3, height, width] or [1, height, width, 3]");
  }

  private static boolean isColours(Dimension dimension) {
    return dimension.equals(Dimension.of(COLOURS));
  }

  private static boolean mayBeColours(Dimension dimension) {
    return dimension.min() <= COLOURS && (dimension.max() < 0 || dimension.max() >= COLOURS);
  }

  /** One side of the picture. */
  private static int side(
      String model, PictureAxes axes, Dimension dimension, Optional<Integer> wanted) {
    if (wanted.isEmpty()) {
      return Math.toIntExact(dimension.min());
    }
    long side = wanted.get();
    boolean fits = side >= dimension.min() && (dimension.max() < 0 || side <= dimension.max());
    if (!fits) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "the input size: %d (expected: %s for a side of model %s, which takes %s); leave --input-size out, in a configuration input-size, or name one that fits"
              .formatted(side, dimension, model, axes.port()));
    }
    return (int) side;
  }

  private static String describe(Port port) {
    String type = port.elementType().name().toLowerCase(Locale.ROOT);
    return "'" + port.name() + "' " + type + " " + port.partialShape();
  }

  private static SluiceException refused(String model, String seen, String expected) {
    return new SluiceException(
        ErrorCode.MODEL,
        "model %s takes %s (expected: %s); use a model that takes one picture"
            .formatted(model, seen, expected));
  }

  /**
   * Where an input has what.
   *
   * @param index which input it is
   * @param port the input in words
   */
  private record PictureAxes(
      int index,
      String port,
      ElementType type,
      String layout,
      Dimension height,
      Dimension width,
      boolean isDynamic) {

    boolean isSizeOpen() {
      return width.isDynamic() || height.isDynamic();
    }

    PartialShape shape(long wide, long high) {
      return layout.equals("NCHW")
          ? PartialShape.of(1, COLOURS, high, wide)
          : PartialShape.of(1, high, wide, COLOURS);
    }
  }
}
