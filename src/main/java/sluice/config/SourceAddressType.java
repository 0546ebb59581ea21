package sluice.config;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.ValueType;
import sluice.config.settings.SecurityConfig;
import sluice.core.source.SourceAddress;
import sluice.core.util.IpLiteral;
import sluice.json.JsonSchema;

/** Type of a source address: validated as far as that needs no look-up. */
record SourceAddressType() implements ValueType<SourceAddress> {
  private static final String PLAIN_FORM =
      "HOST/PATH, with %20 for a blank, and an IPv4 address as in 10.1.2.3";
  private static final String EXPECTED = " (expected: ";

  @Override
  public JavaType type() {
    return JavaType.of(SourceAddress.class);
  }

  @Override
  public @Nullable SourceAddress read(ConfigNode node) {
    String text = node.text();
    if (text == null || !SourceAddress.isPossible(text)) {
      return node.refuse(expected());
    }
    SourceAddress address = new SourceAddress(text);
    if (!SourceAddress.SCHEMES.contains(address.scheme())) {
      return refuse(node, address, expected());
    }
    if (address.isRemote() && !address.isWellFormed()) {
      // What can't be taken apart can't be shown in part: a password may be anywhere in it.
      String expected =
          text.indexOf('@') < 0
              ? PLAIN_FORM
              : "HOST/PATH, with user and password in the settings user and password, or each of"
                  + " their characters / ? # @ : % and blank percent-encoded";
      return node.refuse(
          address.scheme() + "://…", address.scheme() + "://" + expected, Optional.empty());
    }
    if (address.isRemote() && text.contains("***")) {
      return refuse(node, address, "the credentials themselves in place of ***");
    }
    Optional<String> refusal = node.document().surroundings().sources().apply(text);
    if (refusal.isPresent()) {
      return refuse(node, refusal.get());
    }
    node.document()
        .whenKnown(ReadingFacts.SECURITY, security -> requireAllowed(node, address, security));
    return address;
  }

  private static void requireAllowed(
      ConfigNode node, SourceAddress address, SecurityConfig security) {
    if (!security.schemes().contains(address.scheme())) {
      refuse(
          node,
          address,
          "a source of sluice.security.schemes: " + String.join(", ", security.schemes()));
    }
    String host = address.host().orElse("");
    IpLiteral.parse(host)
        .filter(where -> !security.hosts().allows(host, where))
        .ifPresent(
            where ->
                refuse(
                    node,
                    address,
                    "a machine of sluice.security.hosts: "
                        + String.join(", ", security.hosts().rules())));
  }

  private static @Nullable SourceAddress refuse(
      ConfigNode node, SourceAddress address, String expected) {
    return node.refuse(ConfigNode.printable(address.redacted()), expected, Optional.empty());
  }

  /** Takes a message of Sluice's own form apart. */
  private static @Nullable SourceAddress refuse(ConfigNode node, String message) {
    int split = message.indexOf(EXPECTED);
    return split < 0
        ? node.refuse(message, new SourceAddressType().expected(), Optional.empty())
        : node.refuse(
            message.substring(0, split),
            message.substring(split + EXPECTED.length()).replaceFirst("\\)$", ""),
            Optional.empty());
  }

  @Override
  public String expected() {
    return "an address (rtsp, rtsps, http, https), a file, a folder or glob of pictures,"
        + " a camera (/dev/video0, camera:0), or demo:";
  }

  @Override
  public Object write(SourceAddress value, boolean reveal) {
    return reveal ? value.reveal() : value.redacted();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of("minLength", 1, "maxLength", SourceAddress.LONGEST));
  }
}
