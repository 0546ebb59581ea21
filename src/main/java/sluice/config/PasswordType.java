package sluice.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.Secret;
import sluice.config.binding.ValueType;
import sluice.json.JsonSchema;

/**
 * Type of a camera's password: any text. In a file it must come from the environment; the API takes
 * it as it is. Never shown.
 */
record PasswordType() implements ValueType<Secret> {
  /** What is shown in its place. */
  static final String SHOWN = new Secret("").toString();

  private static final int LONGEST = 1024;

  @Override
  public JavaType type() {
    return JavaType.of(Secret.class);
  }

  @Override
  public @Nullable Secret read(ConfigNode node) {
    if (node.isInFile()) {
      return node.refuse("a password that stands in the file", expected(), Optional.empty());
    }
    String text = node.text();
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return node.refuse("an unfit text", "1 to " + LONGEST + " characters", Optional.empty());
    }
    if (text.equals(SHOWN)) {
      return node.refuse(SHOWN, "the password itself in place of " + SHOWN, Optional.empty());
    }
    return new Secret(text);
  }

  @Override
  public String expected() {
    return "a variable of the environment, as in ${?CAMERA_PASSWORD}";
  }

  @Override
  public Object write(Secret value, boolean reveal) {
    return reveal ? value.reveal() : value.toString();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of("format", "password", "maxLength", LONGEST));
  }
}
