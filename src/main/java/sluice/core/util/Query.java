package sluice.core.util;

import java.util.Locale;
import java.util.Set;

/**
 * The query of an address as it may be shown: the values of all parameters are masked but those of
 * harmless names. What a raw {@code #}, {@code ?} or {@code &} of a password leaves over, a
 * fragment or a word without a name, is masked too.
 */
final class Query {
  /**
   * Names of parameters of a query whose values are shown: those by which cameras are told apart.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "audio",
          "camera",
          "channel",
          "codec",
          "container",
          "format",
          "fps",
          "height",
          "mode",
          "n",
          "profile",
          "proto",
          "quality",
          "resolution",
          "stream",
          "streamtype",
          "subtype",
          "transport",
          "transportmode",
          "unicast",
          "video",
          "videocodec",
          "width");

  /** What separates parameters, and begins a fragment. */
  private static final String SEPARATORS = "&;?#";

  /** What ends a sentence, or encloses the address in it. */
  private static final String ENCLOSING = ":,.)]}\"'";

  private Query() {}

  /** Whether the values of parameters of this name, in lower case, are shown. */
  static boolean isHarmless(String name) {
    return HARMLESS.contains(name);
  }

  /** The end of a text from {@code start} on, where a query begins. */
  static String masked(String text, int start) {
    int end = text.length();
    while (end > start && ENCLOSING.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    StringBuilder out = new StringBuilder(text.length() - start);
    boolean fragment = false;
    int from = start;
    for (int i = start; i <= end; i++) {
      if (i == end || SEPARATORS.indexOf(text.charAt(i)) >= 0) {
        out.append(parameter(text.substring(from, i), fragment))
            .append(text, i, Math.min(i + 1, end));
        fragment |= i < end && text.charAt(i) == '#';
        from = i + 1;
      }
    }
    return out.append(text, end, text.length()).toString();
  }

  private static String parameter(String text, boolean inFragment) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (!inFragment && isHarmless(name.toLowerCase(Locale.ROOT))) {
      return text;
    }
    String value = text.substring(equals + 1);
    return value.isEmpty() ? text : text.substring(0, equals + 1) + Redaction.MASK;
  }
}
