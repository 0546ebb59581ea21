package sluice.catalog.hog;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Serialiser of a graph as the XML of OpenVINO's intermediate representation, version 11: layers,
 * edges between their ports, notes.
 */
final class IrXml {
  private static final String VERSION = "11";

  private final XMLStreamWriter xml;

  private IrXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /**
   * The file's content; the same graph gives the same bytes.
   *
   * @param notes for tools that read {@code model_info}, by key; OpenVINO itself passes them on
   */
  static byte[] of(IrGraph graph, Map<String, String> notes) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new IrXml(writer).write(graph, notes);
      writer.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(IrGraph graph, Map<String, String> notes) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    start("net", "name", graph.name(), "version", VERSION);
    start("layers");
    for (IrLayer.Placed layer : graph.layers()) {
      write(layer);
    }
    end();
    start("edges");
    for (IrLayer.Placed layer : graph.layers()) {
      writeEdges(layer);
    }
    end();
    write(notes);
    end();
    xml.writeEndDocument();
  }

  private void write(IrLayer.Placed layer) throws XMLStreamException {
    String id = Integer.toString(layer.id());
    start(
        "layer",
        "id",
        id,
        "name",
        layer.type() + "_" + id,
        "type",
        layer.type(),
        "version",
        "opset" + layer.opset());
    if (!layer.attributes().isEmpty()) {
      xml.writeEmptyElement("data");
      for (Map.Entry<String, String> attribute : layer.attributes().entrySet()) {
        xml.writeAttribute(attribute.getKey(), attribute.getValue());
      }
    }
    if (!layer.inputs().isEmpty()) {
      start("input");
      for (int i = 0; i < layer.inputs().size(); i++) {
        empty("port", "id", Integer.toString(i));
      }
      end();
    }
    writeOutputs(layer);
    end();
  }

  private void writeOutputs(IrLayer.Placed layer) throws XMLStreamException {
    if (layer.outputs().isEmpty()) {
      return;
    }
    start("output");
    for (Value output : layer.outputs()) {
      empty("port", "id", Integer.toString(output.port()), "precision", output.type().precision());
      if (!layer.outputName().isEmpty()) {
        xml.writeAttribute("names", layer.outputName());
      }
    }
    end();
  }

  private void writeEdges(IrLayer.Placed layer) throws XMLStreamException {
    for (int i = 0; i < layer.inputs().size(); i++) {
      Value from = layer.inputs().get(i);
      empty(
          "edge",
          "from-layer",
          Integer.toString(from.layer()),
          "from-port",
          Integer.toString(from.port()),
          "to-layer",
          Integer.toString(layer.id()),
          "to-port",
          Integer.toString(i));
    }
  }

  private void write(Map<String, String> notes) throws XMLStreamException {
    start("rt_info");
    start("model_info");
    for (Map.Entry<String, String> note : notes.entrySet()) {
      empty(note.getKey(), "value", note.getValue());
    }
    end();
    end();
  }

  private void start(String element, String... attributes) throws XMLStreamException {
    xml.writeStartElement(element);
    attributes(attributes);
  }

  private void empty(String element, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(element);
    attributes(attributes);
  }

  private void attributes(String... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
  }
}
