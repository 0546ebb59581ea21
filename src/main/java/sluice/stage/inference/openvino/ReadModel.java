package sluice.stage.inference.openvino;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ModelFormat;
import sluice.core.model.OutputSpec;
import sluice.openvino.CompiledModel;
import sluice.openvino.Core;
import sluice.openvino.ElementType;
import sluice.openvino.Model;
import sluice.openvino.OpenVinoException;
import sluice.openvino.PartialShape;
import sluice.openvino.Port;

/**
 * A model that was read and is not compiled yet: what it is can be found out first. For one thread.
 */
public final class ReadModel implements AutoCloseable {
  /** What a TensorFlow Lite model's numbers are quantised to. */
  private static final Set<ElementType> QUANTISED =
      EnumSet.of(ElementType.I8, ElementType.U8, ElementType.I16);

  /** Formats whose readers may leave shapes open that follow from those of the inputs. */
  private static final Set<ModelFormat> LEFT_OPEN =
      EnumSet.of(ModelFormat.TENSORFLOW_LITE, ModelFormat.TENSORFLOW);

  private final Core core;
  private final Path file;
  private final Model model;
  private final long readNanos;

  /** The outputs as a device has them; null while they weren't asked for. */
  private @Nullable List<Port> compiledOutputs;

  private ReadModel(Core core, Path file, Model model, long readNanos) {
    this.core = core;
    this.file = file;
    this.model = model;
    this.readNanos = readNanos;
  }

  /**
   * Reads a model.
   *
   * @return to be closed by the caller
   * @throws sluice.core.SluiceException of code MODEL when it isn't one, or isn't whole
   */
  public static ReadModel read(Core core, Path file) {
    long start = System.nanoTime();
    Model model = ModelFileReader.read(core, file);
    return new ReadModel(core, file, model, System.nanoTime() - start);
  }

  Model model() {
    return model;
  }

  /** How long it took to read. */
  long readNanos() {
    return readNanos;
  }

  /** Its file, as messages name it. */
  public Path file() {
    return file;
  }

  /** The name that its maker gave it. */
  public String friendlyName() {
    return model.friendlyName();
  }

  /** Its inputs as they are now. */
  public List<Port> inputs() {
    return model.inputs();
  }

  /** Its outputs as they are now. */
  public List<Port> outputs() {
    return model.outputs();
  }

  /**
   * The size of the picture that it takes.
   *
   * @return absent where the model leaves it open
   * @throws sluice.core.SluiceException of code MODEL when it does not take one picture
   */
  public Optional<PixelSize> fixedSize() {
    return ModelShape.fixedSize(file.toString(), inputs());
  }

  /**
   * Fixes what the input leaves open, the number of pictures to one.
   *
   * @param channels the order of colours that it takes
   * @param size of the picture; absent for a model that fixes it
   * @return the input
   * @throws sluice.core.SluiceException as {@link ModelShape#of} does; of code MODEL when the model
   *     can't have the size
   */
  public ModelShape fix(ChannelOrder channels, Optional<PixelSize> size) {
    ModelShape shape = ModelShape.of(file.toString(), inputs(), channels, size);
    boolean constantsAreFixed =
        shape.constants().stream()
            .noneMatch(constant -> inputs().get(constant.index()).isDynamic());
    if (shape.reshaped().isPresent() || !constantsAreFixed) {
      reshape(shape);
    }
    return shape;
  }

  private void reshape(ModelShape shape) {
    compiledOutputs = null;
    Port picture = inputs().get(shape.index());
    PartialShape wanted = shape.reshaped().orElseGet(picture::partialShape);
    try {
      if (shape.constants().isEmpty()) {
        model.reshape(wanted);
      } else {
        Map<String, PartialShape> shapes = new LinkedHashMap<>(Map.of(picture.name(), wanted));
        shape.constants().forEach(constant -> shapes.put(constant.name(), constant.fixed()));
        model.reshape(shapes);
      }
    } catch (OpenVinoException failure) {
      throw OpenVinoFailures.translate(
          ErrorCode.MODEL,
          "model %s can't have the input %s".formatted(file, wanted),
          failure,
          "name another size with --input-size, in a configuration with input-size");
    }
  }

  /**
   * The outputs as the pipeline reads them.
   *
   * @throws sluice.core.SluiceException of code MODEL when they can't be read
   */
  public List<OutputSpec> outputSpecs() {
    requireNumbersAsMeant();
    boolean settled =
        ModelFormat.of(file).filter(LEFT_OPEN::contains).isEmpty()
            || outputs().stream().noneMatch(Port::isDynamic)
            || inputs().stream().anyMatch(Port::isDynamic);
    return ModelShape.outputs(file.toString(), settled ? outputs() : compiledOutputs());
  }

  /**
   * The reader of TensorFlow Lite computes the bounds of slices in the graph (a YOLO's heads), that
   * of TensorFlow too: only devices work them out.
   */
  private List<Port> compiledOutputs() {
    if (compiledOutputs == null) {
      try (CompiledModel compiled = core.compile(model, "CPU")) {
        compiledOutputs = compiled.outputs();
      } catch (OpenVinoException noSuchDevice) {
        compiledOutputs = outputs();
      }
    }
    return compiledOutputs;
  }

  /** OpenVINO gives what was quantised as it is, without the scale that makes numbers of it. */
  private void requireNumbersAsMeant() {
    if (ModelFormat.of(file).filter(ModelFormat.TENSORFLOW_LITE::equals).isEmpty()) {
      return;
    }
    for (Port output : outputs()) {
      if (QUANTISED.contains(output.elementType())) {
        throw new SluiceException(
            ErrorCode.MODEL,
            "model %s: output '%s' is of quantised numbers, %s (expected: f32 or f16); convert it with inference_output_type of float32, quantised inside as it may be"
                .formatted(
                    file, output.name(), output.elementType().name().toLowerCase(Locale.ROOT)));
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
