package sluice.catalog.metadata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reader of a dictionary as Python or JSON print it, {@code {'task': 'detect', 'names': {0:
 * 'car'}}}. Texts lose their quotes; what is no text stays as it is printed, as the metadata of an
 * ONNX file have it.
 */
final class DictionaryText {
  /** A text in quotes; a bracket, comma or colon; anything else up to one of these. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
              + "|(?<open>[\\[{(])|(?<close>[\\]})])|(?<mark>[,:])|[^\\s'\"\\[{(\\]}),:]++",
          Pattern.DOTALL);

  private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1", Pattern.DOTALL);

  private DictionaryText() {}

  /** Values by name; those that say that there is none are left out. */
  static Map<String, String> read(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    String key = "";
    int depth = 0;
    int start = 0;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      if (token.group("open") != null) {
        depth++;
        start = depth == 1 ? token.end() : start;
      } else if (token.group("close") != null) {
        depth--;
        if (depth == 0) {
          put(found, key, text.substring(start, token.start()));
          return found;
        }
      } else if (depth == 1 && token.group("mark") != null) {
        String before = text.substring(start, token.start());
        if (token.group().equals(":")) {
          key = plain(before);
        } else {
          put(found, key, before);
          key = "";
        }
        start = token.end();
      }
    }
    return found;
  }

  private static void put(Map<String, String> found, String key, String printed) {
    String value = plain(printed);
    if (!key.isEmpty() && !value.equals("null") && !value.equals("None")) {
      found.put(key, value);
    }
  }

  private static String plain(String printed) {
    String stripped = printed.strip();
    Matcher quoted = QUOTED.matcher(stripped);
    return quoted.matches() ? quoted.group(2).replaceAll("\\\\(.)", "$1") : stripped;
  }
}
