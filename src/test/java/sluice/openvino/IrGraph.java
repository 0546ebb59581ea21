package sluice.openvino;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model in OpenVINO's IR (version 11, operations of opset1) that a test puts together and writes.
 */
public final class IrGraph {
  private final String name;
  private final List<String> layers = new ArrayList<>();
  private final List<String> edges = new ArrayList<>();
  private final ByteArrayOutputStream weights = new ByteArrayOutputStream();

  /** An empty model; its file has this name. */
  public IrGraph(String name) {
    this.name = name;
  }

  /** What a layer gives. */
  public record Node(int id, String type, String ports) {}

  private interface Dimension {
    String text(int extent);
  }

  /** An input; an extent below 0 is left open. */
  public Node parameter(String parameter, String type, int... extents) {
    return layer(
        parameter,
        "Parameter",
        "shape=\"%s\" element_type=\"%s\"".formatted(shape(extents), type),
        List.of(),
        type,
        extents);
  }

  /** Floats that are written beside the model. */
  public Node floats(String constant, float[] values, int... extents) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(constant, "f32", bytes, extents);
  }

  /** A list of whole numbers that is written beside the model. */
  public Node longs(String constant, long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(constant, "i64", bytes, values.length);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Node constant(String constant, String type, ByteBuffer bytes, int... extents) {
    String data =
        "element_type=\"%s\" shape=\"%s\" offset=\"%d\" size=\"%d\""
            .formatted(type, shape(extents), weights.size(), bytes.capacity());
    weights.writeBytes(bytes.array());
    return layer(constant, "Const", data, List.of(), type, extents);
  }

  /** An operation; what it gives has the type of its first input. */
  public Node node(String node, String type, String attributes, List<Node> inputs, int... extents) {
    return layer(node, type, attributes, inputs, inputs.getFirst().type(), extents);
  }

  /** The same values as another type. */
  public Node convert(String node, Node from, String type, int... extents) {
    String attributes = "destination_type=\"" + type + "\"";
    return layer(node, "Convert", attributes, List.of(from), type, extents);
  }

  /** An output. */
  public void result(Node node) {
    layer("result" + layers.size(), "Result", "", List.of(node), "", new int[0]);
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
        "<layer id=\"%d\" name=\"%s\" type=\"%s\" version=\"opset1\">".formatted(id, layer, type));
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
    String dimensions = joined(extents, dimension -> "<dim>" + dimension + "</dim>", "");
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

  private static String shape(int[] extents) {
    return joined(extents, extent -> extent < 0 ? "?" : Integer.toString(extent), ",");
  }

  private static String joined(int[] extents, Dimension dimension, String separator) {
    List<String> texts = new ArrayList<>();
    for (int extent : extents) {
      texts.add(dimension.text(extent));
    }
    return String.join(separator, texts);
  }

  /** The model as its file has it, without the constants. */
  public byte[] xml() {
    return "<?xml version=\"1.0\"?><net name=\"%s\" version=\"11\"><layers>%s</layers><edges>%s</edges></net>"
        .formatted(name, String.join("", layers), String.join("", edges))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The constants as the file beside it has them. */
  public byte[] weights() {
    return weights.toByteArray();
  }

  /**
   * Writes the model, and its constants where it has any, into a folder.
   *
   * @return the file to read it from
   */
  public Path write(Path folder) {
    try {
      if (weights.size() > 0) {
        Files.write(folder.resolve(name + ".bin"), weights());
      }
      return Files.write(folder.resolve(name + ".xml"), xml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
