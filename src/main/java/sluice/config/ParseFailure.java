package sluice.config;

import com.typesafe.config.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the parser says of a text that is no HOCON, without pieces of the text: it may be secret.
 */
final class ParseFailure {
  static final String EXPECTED = "HOCON: KEY = VALUE, and braces in pairs";

  /** The parser puts what it read between quotes of either kind. */
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  private static final Pattern HARMLESS = Pattern.compile(".\\W{1,3}.");

  private ParseFailure() {}

  static String words(ConfigException failure) {
    if (failure instanceof ConfigException.IO) {
      return "can't be read";
    }
    if (failure instanceof ConfigException.UnresolvedSubstitution) {
      return "its substitutions lead round in a circle";
    }
    return "is no HOCON" + detail(failure.getMessage());
  }

  /** The first sentence; what follows explains how to quote the text that it repeats. */
  private static String detail(@Nullable String message) {
    if (message == null) {
      return "";
    }
    int start = message.indexOf(": ", message.indexOf(": ") + 1);
    String words = start < 0 ? "" : message.substring(start).replaceAll(" \\(.*", "");
    return QUOTED
        .matcher(words.replaceAll("\\p{Cntrl}", " "))
        .replaceAll(
            quoted ->
                Matcher.quoteReplacement(
                    HARMLESS.matcher(quoted.group()).matches() ? quoted.group() : "…"));
  }
}
