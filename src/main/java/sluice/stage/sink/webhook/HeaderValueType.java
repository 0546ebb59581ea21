package sluice.stage.sink.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.json.JsonSchema;

/**
 * Type of the value of a header (RFC 9110, 5.5: visible ASCII, blanks between). Values from the
 * environment are secret; headers that carry secrets take no others.
 */
record HeaderValueType() implements ValueType<HeaderValue> {
  /** RFC 9110, 5.6.2, without the dot, which has a meaning in settings. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+^_`|~-]{1,100}");

  private static final Pattern VALUE = Pattern.compile("[!-~](?:[\\t -~]{0,4000}[!-~])?");

  /** What the request has anyway, or what belongs to the connection. */
  private static final Set<String> TAKEN =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "expect",
          "host",
          "keep-alive",
          "te",
          "traceparent",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "webhook-id",
          "webhook-signature",
          "webhook-timestamp");

  private static final Pattern SECRET =
      Pattern.compile("(?i)authorization|cookie|token|secret|password|api-?key|signature");

  /** Whether a header may be set. */
  static boolean isFree(String name) {
    return NAME.matcher(name).matches() && !TAKEN.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public JavaType type() {
    return JavaType.of(HeaderValue.class);
  }

  @Override
  public @Nullable HeaderValue read(ConfigNode node) {
    boolean isSecret = SECRET.matcher(node.name()).find();
    if (!node.isFromEnvironment() && (isSecret || node.holdsEnvironment())) {
      return node.refuse(
          "a value that stands in the file",
          "a variable of the environment alone, as in ${?HOOK_AUTHORIZATION}",
          Optional.empty());
    }
    String text = node.text();
    return text != null && VALUE.matcher(text).matches()
        ? new HeaderValue(text, node.isFromEnvironment())
        : node.refuse(expected());
  }

  @Override
  public String expected() {
    return "a text of 1 to 4002 visible ASCII characters, blanks between";
  }

  @Override
  public Object write(HeaderValue value, boolean reveal) {
    return reveal ? value.reveal() : value.toString();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of());
  }
}
