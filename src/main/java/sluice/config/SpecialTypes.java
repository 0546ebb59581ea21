package sluice.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.Fact;
import sluice.config.binding.ScalarType;
import sluice.config.binding.Schema;
import sluice.config.binding.TextualType;
import sluice.config.binding.ValueType;
import sluice.config.settings.HostRules;
import sluice.config.settings.Secret;
import sluice.core.EditDistance;

/**
 * Kinds that look beyond the text of a value: at files, at other settings, at where it came from.
 */
final class SpecialTypes {
  private SpecialTypes() {}

  /** Paths; nothing need be there. */
  static ValueType<Path> path(String expected) {
    return new ScalarType<>(
        expected, Schema.type("string", Map.of()), SpecialTypes::parsePath, Path::toString);
  }

  static @Nullable Path parsePath(String text) {
    try {
      return text.isBlank() ? null : Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Files that are there. */
  record File(String what) implements TextualType<Path> {
    @Override
    public @Nullable Path read(ConfigNode node) {
      String text = node.text();
      Path path = text == null ? null : parsePath(text);
      if (path == null || !node.document().surroundings().files().test(path)) {
        return node.refuse(expected());
      }
      return path;
    }

    @Override
    public String expected() {
      return what + " that exists and can be read";
    }
  }

  /** Names of entries of another section. */
  record Reference(String noun, String section, Fact<ReadingFacts.Names> names)
      implements TextualType<String> {
    @Override
    public @Nullable String read(ConfigNode node) {
      String text = node.text();
      Set<String> known = ReadingFacts.names(node.document(), names);
      if (text != null && known.contains(text)) {
        return text;
      }
      Optional<String> nearest =
          text == null ? Optional.empty() : EditDistance.nearest(text, known);
      return node.refuse(
          known.isEmpty()
              ? "a " + noun + "; " + section + " has none"
              : "a " + noun + " of " + section + ": " + String.join(", ", known),
          nearest);
    }

    @Override
    public String expected() {
      return "the name of a " + noun + " of " + section;
    }
  }

  /** Rules for machines. */
  record Hosts() implements ValueType<HostRules> {
    @Override
    public @Nullable HostRules read(ConfigNode node) {
      List<ConfigNode> elements = node.elements();
      if (elements == null) {
        return node.refuse(expected());
      }
      List<String> rules = new ArrayList<>();
      for (ConfigNode element : elements) {
        String text = element.text();
        try {
          new HostRules(text == null ? List.of("") : List.of(text));
          rules.add(String.valueOf(text));
        } catch (IllegalArgumentException e) {
          element.refuse("an address, a network as in 10.0.0.0/8, a name, or *.name");
        }
      }
      return new HostRules(rules.stream().distinct().toList());
    }

    @Override
    public String expected() {
      return "a list of addresses, networks and names, as in [192.168.0.0/16, cam.example.com]";
    }

    @Override
    public Object write(HostRules value, boolean reveal) {
      return value.rules();
    }

    @Override
    public Map<String, Object> schema() {
      return Schema.type("array", Map.of("items", Schema.type("string", Map.of())));
    }
  }

  /** Tokens: only from the environment, so that no file has them. */
  record Token() implements ValueType<Secret> {
    private static final String FORM = "[\\x21-\\x7e]{16,512}";

    @Override
    public @Nullable Secret read(ConfigNode node) {
      String text = node.text();
      if (!node.isFromEnvironment()) {
        return node.refuse("a value that stands in the file", expected(), Optional.empty());
      }
      return text != null && text.matches(FORM)
          ? new Secret(text)
          : node.refuse("16 to 512 printable characters without blanks");
    }

    @Override
    public String expected() {
      return "a variable of the environment, as in ${?SLUICE_TOKEN}";
    }

    @Override
    public Object write(Secret value, boolean reveal) {
      return reveal ? value.reveal() : value.toString();
    }

    @Override
    public Map<String, Object> schema() {
      return Schema.type("string", Map.of("format", "password"));
    }
  }
}
