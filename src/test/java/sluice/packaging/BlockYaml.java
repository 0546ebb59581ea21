package sluice.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of YAML that our manifests are written in: blocks of maps and lists, plain scalars and
 * literal texts ({@code |}). Whatever else stands in a file is refused, so that nothing is read in
 * another way than Kubernetes reads it.
 */
final class BlockYaml {
  private static final Pattern ENTRY = Pattern.compile("([A-Za-z][A-Za-z0-9./_-]*):(?: (.+))?");
  private static final Pattern OF_OTHER_MEANING = Pattern.compile("[\\[\\]{}&*!|>'\"%@`?,#-].*");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<String> lines;
  private int at;

  private BlockYaml(String text) {
    lines = new ArrayList<>(text.lines().toList());
  }

  /** The documents of a file, in their order. */
  static List<JsonNode> documents(String text) {
    return Stream.of(text.split("(?m)^---$", -1)).map(each -> new BlockYaml(each).read()).toList();
  }

  private JsonNode read() {
    JsonNode root = node(0);
    if (toContent()) {
      throw unreadable("what belongs to the line above");
    }
    return root;
  }

  /** Goes on to the next line that is neither empty nor a comment; false at the end. */
  private boolean toContent() {
    while (at < lines.size() && (lines.get(at).isBlank() || content().startsWith("#"))) {
      at++;
    }
    return at < lines.size();
  }

  private String content() {
    return lines.get(at).strip();
  }

  private int indent() {
    String line = lines.get(at);
    return line.length() - line.stripLeading().length();
  }

  private boolean isItem() {
    return content().startsWith("- ");
  }

  private JsonNode node(int indent) {
    if (!toContent() || indent() != indent) {
      throw unreadable("something indented by " + indent);
    }
    return isItem() ? list(indent) : map(indent);
  }

  private ObjectNode map(int indent) {
    ObjectNode map = NODES.objectNode();
    while (toContent() && indent() == indent && !isItem()) {
      Matcher entry = ENTRY.matcher(content());
      if (!entry.matches() || map.has(entry.group(1))) {
        throw unreadable("a key that is new, and its value");
      }
      String value = entry.group(2);
      at++;
      map.set(entry.group(1), value == null ? below(indent) : value(value, indent));
    }
    return map;
  }

  private JsonNode below(int indent) {
    if (!toContent() || indent() < indent || (indent() == indent && !isItem())) {
      throw unreadable("the value of the key above");
    }
    return node(indent());
  }

  private JsonNode value(String value, int indent) {
    return value.equals("|") ? literal(indent) : scalar(value);
  }

  private ArrayNode list(int indent) {
    ArrayNode list = NODES.arrayNode();
    while (toContent() && indent() == indent && isItem()) {
      String rest = content().substring(2);
      if (ENTRY.matcher(rest).matches()) {
        lines.set(at, " ".repeat(indent + 2) + rest);
        list.add(map(indent + 2));
      } else {
        list.add(scalar(rest));
        at++;
      }
    }
    return list;
  }

  private JsonNode literal(int indent) {
    List<String> text = new ArrayList<>();
    while (at < lines.size() && (lines.get(at).isBlank() || indent() > indent)) {
      text.add(lines.get(at));
      at++;
    }
    return NODES.textNode(String.join("\n", text).stripIndent());
  }

  private JsonNode scalar(String text) {
    boolean option = text.matches("-[a-z]"); // a word of a command, and no item of a list
    if (text.contains(": ")
        || text.contains(" #")
        || (OF_OTHER_MEANING.matcher(text).matches() && !option)) {
      throw unreadable("a plain scalar in '" + text + "'");
    }
    if (text.matches("\\d{1,9}")) {
      return NODES.numberNode(Integer.parseInt(text));
    }
    return text.matches("true|false")
        ? NODES.booleanNode(Boolean.parseBoolean(text))
        : NODES.textNode(text);
  }

  private AssertionError unreadable(String expected) {
    return new AssertionError("line %d of its document: expected %s".formatted(at + 1, expected));
  }
}
