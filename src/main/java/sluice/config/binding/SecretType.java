package sluice.config.binding;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonSchema;

/** Type of secrets: only from the environment, so that no file holds them. Never shown. */
public final class SecretType implements ValueType<Secret> {
  private final String variable;
  private final Pattern form;
  private final String formDescription;

  /**
   * Secrets of a form.
   *
   * @param variable of the environment, an example for messages
   * @param form regular expression of the whole secret
   * @param formDescription the form, for messages
   */
  public SecretType(String variable, String form, String formDescription) {
    this.variable = variable;
    this.form = Pattern.compile(form);
    this.formDescription = formDescription;
  }

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
    return text != null && form.matcher(text).matches()
        ? new Secret(text)
        : node.refuse(formDescription);
  }

  @Override
  public String expected() {
    return "a variable of the environment, as in ${?%s}".formatted(variable);
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
