package sluice.openvino;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small models in OpenVINO's IR, without weights, written by the tests that need them. */
public final class TinyModels {
  private TinyModels() {}

  /** {@code y = relu(x + x)}: f32 [1,3,8,8] to the same. */
  public static Path addRelu(Path folder) {
    Graph graph = new Graph("add-relu");
    Node x = graph.parameter("x", "f32", 1, 3, 8, 8);
    Node sum = graph.node("sum", "Add", "auto_broadcast=\"numpy\"", List.of(x, x), 1, 3, 8, 8);
    graph.result(graph.node("y", "ReLU", "", List.of(sum), 1, 3, 8, 8));
    return graph.write(folder);
  }

  /** {@code y = x + x}: f32 [1,3,2,2] to the same. */
  public static Path twice(Path folder) {
    Graph graph = new Graph("twice");
    Node x = graph.parameter("x", "f32", 1, 3, 2, 2);
    graph.result(graph.node("y", "Add", "auto_broadcast=\"numpy\"", List.of(x, x), 1, 3, 2, 2));
    return graph.write(folder);
  }

  /** {@code y = f16(x) + f16(x)}: f16 [1,4] to the same. */
  public static Path twiceInHalves(Path folder) {
    Graph graph = new Graph("halves");
    Node x = graph.parameter("x", "f16", 1, 4);
    graph.result(graph.node("y", "Add", "auto_broadcast=\"numpy\"", List.of(x, x), 1, 4));
    return graph.write(folder);
  }

  /** Squares a matrix again and again: f32 [512,512] to the same; about half a second on a CPU. */
  public static Path slow(Path folder) {
    Graph graph = new Graph("slow");
    Node matrix = graph.parameter("x", "f32", 512, 512);
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
    Graph graph = new Graph("reshape");
    Node x = graph.parameter("x", "f32", -1);
    Node shape = graph.parameter("shape", "i64", 2);
    graph.result(graph.node("y", "Reshape", "special_zero=\"false\"", List.of(x, shape), -1, -1));
    return graph.write(folder);
  }

  private record Node(int id, String type, String ports) {}

  private static final class Graph {
    private final String name;
    private final List<String> layers = new ArrayList<>();
    private final List<String> edges = new ArrayList<>();

    Graph(String name) {
      this.name = name;
    }

    Node parameter(String parameter, String type, int... extents) {
      String shape =
          ports(extents, dimension -> dimension < 0 ? "?" : Integer.toString(dimension), ",");
      return layer(
          parameter,
          "Parameter",
          "shape=\"" + shape + "\" element_type=\"" + type + "\"",
          List.of(),
          type,
          extents);
    }

    Node node(String node, String type, String attributes, List<Node> inputs, int... extents) {
      return layer(node, type, attributes, inputs, inputs.getFirst().type(), extents);
    }

    void result(Node node) {
      layer("result", "Result", "", List.of(node), "", new int[0]);
    }

    private Node layer(
        String layer,
        String type,
        String attributes,
        List<Node> inputs,
        String elements,
        int... extents) {
      int id = layers.size();
      StringBuilder xml = new StringBuilder();
      xml.append(
          "<layer id=\"%d\" name=\"%s\" type=\"%s\" version=\"opset1\">"
              .formatted(id, layer, type));
      if (!attributes.isEmpty()) {
        xml.append("<data %s/>".formatted(attributes));
      }
      for (int port = 0; port < inputs.size(); port++) {
        Node from = inputs.get(port);
        xml.append(port == 0 ? "<input>" : "")
            .append("<port id=\"%d\">%s</port>".formatted(port, from.ports()));
        edges.add(
            "<edge from-layer=\"%d\" from-port=\"9\" to-layer=\"%d\" to-port=\"%d\"/>"
                .formatted(from.id(), id, port));
      }
      xml.append(inputs.isEmpty() ? "" : "</input>");
      String dimensions = ports(extents, dimension -> "<dim>" + dimension + "</dim>", "");
      if (!elements.isEmpty()) {
        xml.append(
            "<output><port id=\"9\" precision=\"%s\" names=\"%s\">%s</port></output>"
                .formatted(precision(elements), layer, dimensions));
      }
      layers.add(xml.append("</layer>").toString());
      return new Node(id, elements, dimensions);
    }

    private static String precision(String elements) {
      return elements.startsWith("f")
          ? "FP" + elements.substring(1)
          : elements.toUpperCase(Locale.ROOT);
    }

    private interface Dimension {
      String text(int extent);
    }

    private static String ports(int[] extents, Dimension dimension, String separator) {
      List<String> texts = new ArrayList<>();
      for (int extent : extents) {
        texts.add(dimension.text(extent));
      }
      return String.join(separator, texts);
    }

    Path write(Path folder) {
      String xml =
          "<?xml version=\"1.0\"?><net name=\"%s\" version=\"11\"><layers>%s</layers><edges>%s</edges></net>"
              .formatted(name, String.join("", layers), String.join("", edges));
      try {
        return Files.writeString(folder.resolve(name + ".xml"), xml);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
