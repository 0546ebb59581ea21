package sluice.catalog.metadata;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reader of the {@code rt_info} of a whole IR: {@code <net>…<rt_info><model_info><labels
 * value="…"/>}, and of what older releases of the Model Optimizer wrote of its parameters: {@code
 * <net>…<meta_data><cli_parameters><scale_values value="…"/>}.
 */
final class IrMetadata {
  private static final List<String> PLACE = List.of("net", "rt_info");
  private static final List<String> OLD_PLACE = List.of("net", "meta_data", "cli_parameters");

  private IrMetadata() {}

  /** Values by their path, {@code model_info/labels}, {@code cli_parameters/scale_values}. */
  static Map<String, String> read(Path file) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException("not well-formed XML", e);
    }
  }

  private static Map<String, String> read(XMLStreamReader reader) throws XMLStreamException {
    Map<String, String> found = new LinkedHashMap<>();
    Deque<String> path = new ArrayDeque<>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          path.addLast(reader.getLocalName());
          List<String> names = new ArrayList<>(path);
          if (isBelow(PLACE, names) || isBelow(OLD_PLACE, names)) {
            Optional.ofNullable(reader.getAttributeValue(null, "value"))
                .ifPresent(
                    value ->
                        found.put(
                            String.join("/", names.subList(PLACE.size(), names.size())), value));
          }
        }
        case XMLStreamConstants.END_ELEMENT -> path.removeLast();
        default -> {}
      }
    }
    return found;
  }

  private static boolean isBelow(List<String> place, List<String> names) {
    return names.size() > place.size() && names.subList(0, place.size()).equals(place);
  }
}
