package sluice.stage.sink.webhook;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.core.source.SourceAddress;
import sluice.json.JsonSchema;

/** Type of a webhook's address. What can't be used is not shown: a password may be in it. */
record WebhookUrlType() implements ValueType<WebhookUrl> {
  @Override
  public JavaType type() {
    return JavaType.of(WebhookUrl.class);
  }

  @Override
  public @Nullable WebhookUrl read(ConfigNode node) {
    String text = node.text();
    if (text == null) {
      return node.refuse(expected());
    }
    if (new SourceAddress(text).hasCredentials()) {
      return node.refuse(
          "an address with a user or a password",
          "one without; what a receiver asks for is put into headers { Authorization = ${…} }",
          Optional.empty());
    }
    return WebhookUrl.fits(text)
        ? new WebhookUrl(text, node.isFromEnvironment())
        : node.refuse("an address that can't be used", expected(), Optional.empty());
  }

  @Override
  public String expected() {
    return "an address as in https://receiver.example/hook, with %20 for a blank, without user and"
        + " password";
  }

  @Override
  public Object write(WebhookUrl value, boolean reveal) {
    return reveal ? value.text() : value.shown();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of("minLength", 1, "maxLength", SourceAddress.LONGEST));
  }
}
