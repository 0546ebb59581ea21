package sluice.openvino;

import java.nio.file.Path;
import java.util.List;

/** Small models in OpenVINO's IR, without weights, written by the tests that need them. */
public final class TinyModels {
  private TinyModels() {}

  /** {@code y = relu(x + x)}: f32 [1,3,8,8] to the same. */
  public static Path addRelu(Path folder) {
    IrGraph graph = new IrGraph("add-relu");
    IrGraph.Node x = graph.parameter("x", "f32", 1, 3, 8, 8);
    IrGraph.Node sum =
        graph.node("sum", "Add", "auto_broadcast=\"numpy\"", List.of(x, x), 1, 3, 8, 8);
    graph.result(graph.node("y", "ReLU", "", List.of(sum), 1, 3, 8, 8));
    return graph.write(folder);
  }

  /** {@code y = x + x}: f32 [1,3,2,2] to the same. */
  public static Path twice(Path folder) {
    IrGraph graph = new IrGraph("twice");
    IrGraph.Node x = graph.parameter("x", "f32", 1, 3, 2, 2);
    graph.result(graph.node("y", "Add", "auto_broadcast=\"numpy\"", List.of(x, x), 1, 3, 2, 2));
    return graph.write(folder);
  }

  /** {@code y = f16(x) + f16(x)}: f16 [1,4] to the same. */
  public static Path twiceInHalves(Path folder) {
    IrGraph graph = new IrGraph("halves");
    IrGraph.Node x = graph.parameter("x", "f16", 1, 4);
    graph.result(graph.node("y", "Add", "auto_broadcast=\"numpy\"", List.of(x, x), 1, 4));
    return graph.write(folder);
  }

  /** Squares a matrix again and again: f32 [512,512] to the same; about half a second on a CPU. */
  public static Path slow(Path folder) {
    IrGraph graph = new IrGraph("slow");
    IrGraph.Node matrix = graph.parameter("x", "f32", 512, 512);
    for (int i = 0; i < 120; i++) {
      matrix =
          graph.node(
              "power" + i,
              "MatMul",
              "transpose_a=\"false\" transpose_b=\"false\"",
              List.of(matrix, matrix),
              512,
              512);
    }
    graph.result(matrix);
    return graph.write(folder);
  }

  /**
   * {@code y = reshape(x, shape)}: f32 [?] and i64 [2] to f32 [?,?]. An inference fails when the
   * shape that is given has not as many elements as {@code x}: that is known only while it runs.
   */
  public static Path reshape(Path folder) {
    IrGraph graph = new IrGraph("reshape");
    IrGraph.Node x = graph.parameter("x", "f32", -1);
    IrGraph.Node shape = graph.parameter("shape", "i64", 2);
    graph.result(graph.node("y", "Reshape", "special_zero=\"false\"", List.of(x, shape), -1, -1));
    return graph.write(folder);
  }
}
