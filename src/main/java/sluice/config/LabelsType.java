package sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.TextTypes;
import sluice.config.binding.ValueType;

/**
 * Type of the labels of nodes: a list, or a text with commas between them, as a variable of the
 * environment has it.
 */
record LabelsType() implements ValueType<Set<String>> {
  private static final String LABEL = "[A-Za-z0-9_.-]{1,64}";
  private static final Pattern FORM = Pattern.compile(LABEL);
  private static final int MOST = 100;

  private static final CollectionTypes.ListOf<String> LIST =
      new CollectionTypes.ListOf<>(
          TextTypes.text("1 to 64 letters, digits, underscores, dots and hyphens", LABEL),
          "labels");

  @Override
  public JavaType type() {
    return JavaType.of(Set.class, JavaType.of(String.class));
  }

  @Override
  public @Nullable Set<String> read(ConfigNode node) {
    String text = node.text();
    List<String> labels = text == null ? LIST.read(node) : split(text);
    if (labels == null) {
      return text == null ? null : node.refuse(expected());
    }
    return labels.size() > MOST
        ? node.refuse("at most " + MOST + " labels")
        : new LinkedHashSet<>(labels);
  }

  private static @Nullable List<String> split(String text) {
    List<String> labels = new ArrayList<>();
    for (String part : text.split(",", MOST + 2)) {
      String label = part.strip();
      if (FORM.matcher(label).matches()) {
        labels.add(label);
      } else if (!label.isEmpty()) {
        return null;
      }
    }
    return labels;
  }

  @Override
  public String expected() {
    return "a list of labels, as in [gpu, site-a], or a text as in \"gpu,site-a\"";
  }

  @Override
  public Object write(Set<String> value, boolean reveal) {
    return List.copyOf(value);
  }

  @Override
  public Map<String, Object> schema() {
    return LIST.schema();
  }
}
