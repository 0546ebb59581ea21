package sluice.config.binding;

import com.typesafe.config.ConfigException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Message of a parse error, without pieces of the text, which may be secret. */
public final class ParseFailure {
  public static final String EXPECTED = "HOCON: KEY = VALUE, and braces in pairs";

  /** The parser puts what it read between quotes; nothing from there on is safe to show. */
  private static final Pattern QUOTED = Pattern.compile("['\"].*");

  private ParseFailure() {}

  public static String words(ConfigException failure) {
    if (failure instanceof IncludeFailure && failure.getMessage() != null) {
      return failure.getMessage();
    }
    if (failure instanceof ConfigException.IO) {
      return "can't be read";
    }
    if (failure instanceof ConfigException.UnresolvedSubstitution) {
      return "its substitutions lead round in a circle";
    }
    return "is no HOCON" + detail(failure.getMessage());
  }

  /** Without file and line in front, and without the advice on quoting behind. */
  private static String detail(@Nullable String message) {
    if (message == null) {
      return "";
    }
    int start = message.indexOf(": ", message.indexOf(": ") + 1);
    String words = start < 0 ? "" : message.substring(start).replaceAll("\\p{Cntrl}", " ");
    return QUOTED.matcher(words).replaceAll("…").replaceAll(" \\(.*", "");
  }
}
