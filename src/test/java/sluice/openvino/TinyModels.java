package sluice.openvino;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

  /** {@code y = x * w}, {@code w} = 1, 2, 3, 4 in its weights: f32 [1,4] to the same. */
  static IrGraph weighted() {
    IrGraph graph = new IrGraph("weighted");
    IrGraph.Node x = graph.parameter("x", "f32", 1, 4);
    IrGraph.Node w = graph.floats("w", new float[] {1, 2, 3, 4}, 1, 4);
    graph.result(graph.node("y", "Multiply", "auto_broadcast=\"numpy\"", List.of(x, w), 1, 4));
    return graph;
  }

  /** {@code sum = a + b}, {@code product = a * b}: f32 [2,3] each. */
  static IrGraph twoByTwo() {
    IrGraph graph = new IrGraph("two-by-two");
    IrGraph.Node a = graph.parameter("a", "f32", 2, 3);
    IrGraph.Node b = graph.parameter("b", "f32", 2, 3);
    String numpy = "auto_broadcast=\"numpy\"";
    graph.result(graph.node("sum", "Add", numpy, List.of(a, b), 2, 3));
    graph.result(graph.node("product", "Multiply", numpy, List.of(a, b), 2, 3));
    return graph;
  }

  /** {@code y = relu(x)}: f32 [?,4] to the same. */
  static IrGraph openRows() {
    IrGraph graph = new IrGraph("open-rows");
    IrGraph.Node x = graph.parameter("x", "f32", -1, 4);
    graph.result(graph.node("y", "ReLU", "", List.of(x), -1, 4));
    return graph;
  }

  /** {@code y = relu(x)}: f32 [1,4] to the same, as the bytes of an ONNX file. */
  static byte[] reluOnnx() {
    byte[] node = message(field(1, "x"), field(2, "y"), field(4, "Relu"));
    byte[] graph =
        message(field(1, node), field(2, "relu"), field(11, value("x")), field(12, value("y")));
    return message(varint(1, 8), field(7, graph), field(8, message(varint(2, 13))));
  }

  /** ONNX's ValueInfoProto of a float tensor [1,4]. */
  private static byte[] value(String name) {
    byte[] shape = message(field(1, varint(1, 1)), field(1, varint(1, 4)));
    byte[] tensor = message(varint(1, 1), field(2, shape));
    return message(field(1, name), field(2, message(field(1, tensor))));
  }

  private static byte[] field(int number, String text) {
    return field(number, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A field of protobuf's wire type 2; all here are shorter than 128 bytes. */
  private static byte[] field(int number, byte[] content) {
    return message(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
  }

  /** A field of protobuf's wire type 0. */
  private static byte[] varint(int number, int value) {
    return new byte[] {(byte) (number << 3), (byte) value};
  }

  private static byte[] message(byte[]... fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] one : fields) {
      bytes.writeBytes(one);
    }
    return bytes.toByteArray();
  }
}
