package sluice.config;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.Fact;
import sluice.config.binding.JavaType;
import sluice.config.binding.TextualType;
import sluice.core.util.EditDistance;

/**
 * Type of a reference: the name of an entry of another section.
 *
 * @param noun what an entry is
 * @param section path of the section
 * @param names the entries that are known when it is read
 */
record ReferenceType(String noun, String section, Fact<ReadingFacts.Names> names)
    implements TextualType<String> {
  @Override
  public JavaType type() {
    return JavaType.of(String.class);
  }

  @Override
  public @Nullable String read(ConfigNode node) {
    String text = node.text();
    Set<String> known = ReadingFacts.names(node.document(), names);
    if (text != null && known.contains(text)) {
      return text;
    }
    Optional<String> nearest = text == null ? Optional.empty() : EditDistance.nearest(text, known);
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
