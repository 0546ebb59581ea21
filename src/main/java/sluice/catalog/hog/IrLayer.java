package sluice.catalog.hog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Builder of a layer: its attributes and inputs are added, then one of the last methods adds it to
 * the graph.
 *
 * <p>Shapes are left out: OpenVINO's reader works them out, and needs only the types of outputs.
 */
final class IrLayer {
  private final IrGraph graph;
  private final String type;
  private final int opset;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Value> inputs = new ArrayList<>();
  private String outputName = "";

  IrLayer(IrGraph graph, String type, int opset) {
    this.graph = graph;
    this.type = type;
    this.opset = opset;
  }

  /** A layer as it stands in the graph. */
  record Placed(
      int id,
      String type,
      int opset,
      Map<String, String> attributes,
      List<Value> inputs,
      List<Value> outputs,
      String outputName) {}

  /** Adds an attribute. */
  IrLayer with(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  /** Adds inputs, in order. */
  IrLayer from(Value... values) {
    inputs.addAll(List.of(values));
    return this;
  }

  /** The name by which users of the model know the output. */
  IrLayer named(String output) {
    outputName = output;
    return this;
  }

  /** Puts in a layer with one output. */
  Value gives(IrType output) {
    return gives(output, 1).getFirst();
  }

  /** Puts in a layer with several outputs, or none. */
  List<Value> gives(IrType output, int count) {
    return graph.place(
        id -> {
          List<Value> outputs =
              IntStream.range(0, count)
                  .mapToObj(i -> new Value(id, inputs.size() + i, output))
                  .toList();
          return new Placed(id, type, opset, attributes, inputs, outputs, outputName);
        });
  }
}
