package sluice.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.config.settings.Secret;
import sluice.json.JsonSchema;

/** Type of a secret token: only from the environment, so that no file holds it. */
record TokenType() implements ValueType<Secret> {
  private static final String FORM = "[\\x21-\\x7e]{16,512}";

  @Override
  public JavaType type() {
    return JavaType.of(Secret.class);
  }

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
    return JsonSchema.type("string", Map.of("format", "password"));
  }
}
