package sluice.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import sluice.openvino.IrGraph;
import sluice.openvino.IrGraph.Node;

/**
 * A model that takes a picture and gives the same outputs whatever is on it. They are put together
 * from {@link #graph} and {@link #output}.
 */
public final class ConstantModel {
  private final IrGraph graph;
  private final Node first;
  private final Node nothing;

  /**
   * One with a picture [1, 3, height, width].
   *
   * @param name of model and file
   * @param input of its input
   */
  public ConstantModel(String name, String input, int width, int height) {
    this(name, input, width, height, graph -> graph.longs("none", 0));
  }

  /**
   * The same with something in front of the picture, as another input is.
   *
   * @param before adds it
   */
  public ConstantModel(
      String name, String input, int width, int height, Function<IrGraph, Node> before) {
    this.graph = new IrGraph(name);
    this.first = before.apply(graph);
    Node picture = graph.parameter(input, "f32", 1, 3, height, width);
    Node axes = graph.longs("axes", 0, 1, 2, 3);
    Node mean = graph.node("mean", "ReduceMean", "keep_dims=\"false\"", List.of(picture, axes));
    Node zero = graph.floats("zero", new float[] {0});
    this.nothing =
        graph.node("nothing", "Multiply", "auto_broadcast=\"numpy\"", List.of(mean, zero));
  }

  /** The graph, for what its outputs are made of. */
  public IrGraph graph() {
    return graph;
  }

  /** What stands in front of the picture. */
  public Node first() {
    return first;
  }

  /** Adds an output of what some node gives, which has this shape. */
  public void output(String name, Node values, int... extents) {
    graph.result(
        graph.node(name, "Add", "auto_broadcast=\"numpy\"", List.of(values, nothing), extents));
  }

  /** Adds an output of floats. */
  public void output(String name, float[] values, int... extents) {
    output(name, graph.floats(name + "_values", values, extents), extents);
  }

  /** Writes the model into a folder; gives its file. */
  public Path write(Path folder) {
    return graph.write(folder);
  }
}
