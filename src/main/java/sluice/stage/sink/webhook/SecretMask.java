package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/** Takes a sink's secrets out of what its receiver answers, which may repeat them. Immutable. */
final class SecretMask {
  private static final String MASK = "***";
  private static final int SHOWN = 200;

  /** Less than this can't be told from any other text. */
  private static final int SHORTEST = 4;

  /** Parts of a path that are shorter are words rather than tokens. */
  private static final int WORD = 8;

  private static final Pattern BASIC = Pattern.compile("(?i)basic +([A-Za-z0-9+/]+=*)");

  private final List<String> secrets;

  /** Of the keys, the secret headers, and path and query of the address. */
  SecretMask(WebhookSinkConfig config) {
    List<String> all = new ArrayList<>();
    config.keys().forEach(key -> all.add(key.reveal()));
    config.keys().forEach(key -> all.add(key.reveal().replaceFirst("^whsec_", "")));
    config.headers().values().stream()
        .filter(HeaderValue::isSecret)
        .forEach(value -> addHeader(value.reveal(), all));
    addAddress(config.url().reveal(), all);
    this.secrets =
        all.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .flatMap(
                secret ->
                    Stream.of(secret, URLEncoder.encode(secret, UTF_8), secret.replace("/", "\\/")))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  private static void addHeader(String value, List<String> all) {
    all.add(value);
    all.addAll(List.of(value.split(" +"))); // Bearer TOKEN
    Matcher basic = BASIC.matcher(value);
    if (basic.matches()) {
      try {
        String login = new String(Base64.getDecoder().decode(basic.group(1)), UTF_8);
        all.add(login);
        all.add(login.substring(login.indexOf(':') + 1));
      } catch (IllegalArgumentException e) {
        // No login then: the text itself is masked.
      }
    }
  }

  private static void addAddress(URI address, List<String> all) {
    for (String path : parts(address.getRawPath(), address.getPath())) {
      all.add(path);
      Stream.of(path.split("/")).filter(part -> part.length() >= WORD).forEach(all::add);
    }
    for (String query : parts(address.getRawQuery(), address.getQuery())) {
      all.add(query);
      Stream.of(query.split("&"))
          .map(each -> each.substring(each.indexOf('=') + 1))
          .forEach(all::add);
    }
  }

  /** A part of an address as it is written and as it is meant. */
  private static List<String> parts(@Nullable String written, @Nullable String meant) {
    return Stream.of(written, meant).filter(Objects::nonNull).toList();
  }

  /**
   * The beginning of an answer in one line, at most {@value #SHOWN} characters, without secrets.
   *
   * @param text what came
   * @param isWhole whether that is all, and no secret can be cut off at its end
   */
  String shown(String text, boolean isWhole) {
    String clean = isWhole ? text : withoutCutSecret(text);
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    clean = MessageText.oneLine(Redaction.redact(clean));
    return clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean;
  }

  /** A text without the beginning of a secret at its end. */
  private String withoutCutSecret(String text) {
    for (int start = Math.max(0, text.length() - longest()); start < text.length(); start++) {
      String end = text.substring(start);
      if (secrets.stream().anyMatch(secret -> secret.startsWith(end))) {
        return text.substring(0, start);
      }
    }
    return text;
  }

  private int longest() {
    return secrets.isEmpty() ? 0 : secrets.getFirst().length();
  }
}
