package sluice.stage.inference.openvino;

import java.util.Arrays;
import java.util.List;
import sluice.core.ChannelOrder;
import sluice.core.ErrorCode;
import sluice.core.InputSpec;
import sluice.core.OutputSpec;
import sluice.core.SluiceException;
import sluice.openvino.Port;

/**
 * What Sluice can tell from a model's ports: which picture it takes, and in which layout.
 *
 * @param input the picture
 * @param layout the layout of the model's own input, {@code NCHW} or {@code NHWC}
 */
public record ModelShape(InputSpec input, String layout) {
  private static final int COLOURS = 3;

  /**
   * Reads the ports.
   *
   * @param model how messages name the model
   * @throws SluiceException when the model does not take one picture of three colours and fixed
   *     size
   */
  public static ModelShape of(String model, List<Port> inputs, ChannelOrder channels) {
    if (inputs.size() != 1) {
      throw refused(model, inputs.size() + " inputs " + names(inputs), "exactly one");
    }
    Port port = inputs.getFirst();
    if (port.isDynamic() || port.shape().length != 4) {
      throw refused(model, describe(port), "a fixed shape of four dimensions");
    }
    long[] shape = port.shape();
    if (shape[0] == 1 && shape[1] == COLOURS) {
      return new ModelShape(spec(shape[3], shape[2], channels), "NCHW");
    }
    if (shape[0] == 1 && shape[3] == COLOURS) {
      return new ModelShape(spec(shape[2], shape[1], channels), "NHWC");
    }
    throw refused(model, describe(port), "[1, 3, height, width] or [1, height, width, 3]");
  }

  /**
   * The outputs as the pipeline reads them.
   *
   * @throws SluiceException when one has no fixed shape
   */
  public static List<OutputSpec> outputs(String model, List<Port> outputs) {
    return outputs.stream().map(port -> output(model, port)).toList();
  }

  private static OutputSpec output(String model, Port port) {
    if (port.isDynamic()) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "model %s: output %s has no fixed shape (expected: a fixed one); export the model with fixed shapes"
              .formatted(model, describe(port)));
    }
    return new OutputSpec(port.name(), Arrays.stream(port.shape()).boxed().toList());
  }

  private static InputSpec spec(long width, long height, ChannelOrder channels) {
    return new InputSpec(Math.toIntExact(width), Math.toIntExact(height), channels);
  }

  private static String names(List<Port> ports) {
    return ports.stream().map(ModelShape::describe).toList().toString();
  }

  private static String describe(Port port) {
    return "'" + port.name() + "' " + port.partialShape();
  }

  private static SluiceException refused(String model, String seen, String expected) {
    return new SluiceException(
        ErrorCode.MODEL,
        "model %s takes %s (expected: %s); use a model that takes one picture"
            .formatted(model, seen, expected));
  }
}
