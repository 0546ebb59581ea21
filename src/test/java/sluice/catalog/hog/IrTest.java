package sluice.catalog.hog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What OpenVINO's reader relies on, without OpenVINO. */
class IrTest {
  private static final IrGraph GRAPH =
      HogGraph.detector(new InputSize(512, 288), HogParameters.OPENCV);

  @Test
  void xml_isWellFormedAndNamesWhatIsFedAndRead() throws Exception {
    Document xml = parse(IrXml.of(GRAPH, Map.of("labels", "a \"person\" & <more>")));

    assertThat(xml.getDocumentElement().getAttribute("version")).isEqualTo("11");
    assertThat(elements(xml, "layer")).hasSize(GRAPH.layers().size());
    assertThat(
            elements(xml, "port").stream()
                .map(port -> port.getAttribute("names"))
                .filter(n -> !n.isEmpty()))
        .containsExactly("image", "detection_out");
    assertThat(elements(xml, "labels").getFirst().getAttribute("value"))
        .isEqualTo("a \"person\" & <more>");
  }

  @Test
  void everyLayerInput_hasOneEdge_fromAnEarlierLayer() throws Exception {
    Document xml = parse(IrXml.of(GRAPH, Map.of()));
    Map<String, Set<String>> outputs = ports(xml, "output");
    Map<String, Set<String>> unfed = ports(xml, "input");

    for (Element edge : elements(xml, "edge")) {
      String from = edge.getAttribute("from-layer");
      String to = edge.getAttribute("to-layer");
      assertThat(Integer.parseInt(from)).isLessThan(Integer.parseInt(to));
      assertThat(outputs.get(from)).contains(edge.getAttribute("from-port"));
      assertThat(unfed.get(to).remove(edge.getAttribute("to-port"))).isTrue();
    }
    assertThat(unfed.values()).allSatisfy(left -> assertThat(left).isEmpty());
  }

  @Test
  void constants_lieAlignedWithinTheWeights() throws Exception {
    int end = GRAPH.weights().length;

    for (Element data : elements(parse(IrXml.of(GRAPH, Map.of())), "data")) {
      if (data.hasAttribute("offset")) {
        int offset = Integer.parseInt(data.getAttribute("offset"));
        assertThat(offset % 64).isZero();
        assertThat(offset + Integer.parseInt(data.getAttribute("size"))).isLessThanOrEqualTo(end);
      }
    }
  }

  @Test
  void constants_areKeptOnceByTheirBytesTypeAndShape() {
    IrGraph graph = new IrGraph("constants");
    Value row = graph.floats(new float[] {1, 2}, 2);

    assertThat(graph.floats(new float[] {1, 2}, 2)).isEqualTo(row);
    assertThat(graph.floats(new float[] {1, 2}, 2, 1)).isNotEqualTo(row);
    assertThat(graph.floats(new float[] {1, 3}, 2)).isNotEqualTo(row);
    assertThat(graph.integer(0)).isNotEqualTo(graph.integers(0));
    assertThat(graph.scalar(0)).isNotEqualTo(graph.scalar(-0.0));
  }

  @Test
  void constantPool_distinguishesBytesWithEqualHash() {
    ConstantPool pool = new ConstantPool();
    byte[] one = {0, 1};
    byte[] other = {31, 0};
    assertThat(java.nio.ByteBuffer.wrap(one)).hasSameHashCodeAs(java.nio.ByteBuffer.wrap(other));

    assertThat(pool.place(one)).isZero();
    assertThat(pool.place(other)).isEqualTo(64);
    assertThat(pool.place(new byte[] {0, 1})).isZero();
    assertThat(pool.bytes()).hasSize(66).startsWith(0, 1).endsWith(31, 0);
  }

  private static Map<String, Set<String>> ports(Document xml, String side) {
    Map<String, Set<String>> ports = new HashMap<>();
    for (Element layer : elements(xml, "layer")) {
      Set<String> ids = new HashSet<>();
      elements(layer.getElementsByTagName(side)).stream()
          .flatMap(sideOf -> elements(sideOf.getElementsByTagName("port")).stream())
          .forEach(port -> assertThat(ids.add(port.getAttribute("id"))).isTrue());
      ports.put(layer.getAttribute("id"), ids);
    }
    return ports;
  }

  private static Document parse(byte[] xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml));
  }

  private static List<Element> elements(Document xml, String name) {
    return elements(xml.getElementsByTagName(name));
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }
}
