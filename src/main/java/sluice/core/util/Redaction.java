package sluice.core.util;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Redaction of secrets in texts that name addresses: users and passwords before an {@code @}, and
 * the values of parameters. Where an address isn't well-formed it takes away too much rather than
 * too little. The time that it takes grows with the text's length, whatever the text is.
 */
public final class Redaction {
  static final String MASK = "***";
  private static final String AUTHORITY = "://";

  /** Names of parameters, or the last words of such names, whose values are masked everywhere. */
  private static final Set<String> SECRET =
      Set.of(
          "user",
          "username",
          "usr",
          "login",
          "loginuse",
          "loginpas",
          "pass",
          "passwd",
          "password",
          "passphrase",
          "pwd",
          "psw",
          "pw",
          "token",
          "auth",
          "apikey",
          "secret",
          "sig",
          "signature",
          "session",
          "sessionid",
          "jsessionid",
          "phpsessid",
          "sid",
          "ticket");

  private static final Pattern HEADER = Pattern.compile("(?i)(authorization:)[^\\r\\n]*");

  private Redaction() {}

  /** The text with each secret replaced by {@code ***}. */
  public static String redact(String text) {
    String result = words(text, true);
    return HEADER.matcher(result).replaceAll("$1 " + MASK);
  }

  /**
   * A value that is one address, as far as it is one: a blank in it ends nothing, for it may be a
   * password's.
   */
  public static String redactValue(String value) {
    return withoutValues(withoutUser(value));
  }

  /**
   * The text without users and passwords before an {@code @}; for paths, in which an equals sign
   * means nothing.
   */
  public static String redactUser(String text) {
    return words(text, false);
  }

  /** Goes over the words, which blanks separate: no secret goes beyond one. */
  private static String words(String text, boolean parameters) {
    if (text.indexOf('@') < 0 && !(parameters && hasParameters(text))) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      String word = withoutUser(text.substring(at, end));
      out.append(parameters ? withoutValues(word) : word);
      while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
        out.append(text.charAt(end++));
      }
      at = end;
    }
    return out.toString();
  }

  private static boolean hasParameters(String text) {
    return text.indexOf('=') >= 0 || text.indexOf('?') >= 0;
  }

  private static String withoutUser(String word) {
    int last = word.lastIndexOf('@');
    if (last < 0) {
      return word;
    }
    int scheme = word.indexOf(AUTHORITY);
    int start = scheme >= 0 ? scheme + AUTHORITY.length() : word.startsWith("//") ? 2 : -1;
    if (start >= 0 && start < last) {
      return withoutBareUsers(word.substring(0, start)) + MASK + word.substring(last);
    }
    return withoutBareUsers(word);
  }

  /** Masks {@code user:password@} where no scheme was written; the user may have been lost too. */
  private static String withoutBareUsers(String word) {
    StringBuilder out = new StringBuilder(word.length());
    int from = 0;
    int colon = -1;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '@' && colon >= 0 && colon + 1 < i && isWord(word, i + 1)) {
        out.append(MASK);
        from = i;
        colon = -1;
      } else if (c == '/' || c == '"' || c == '\'' || c == '@') {
        out.append(word, from, i + 1);
        from = i + 1;
        colon = -1;
      } else if (c == ':' && colon < 0) {
        colon = i;
      }
    }
    return out.append(word, from, word.length()).toString();
  }

  private static boolean isWord(String text, int index) {
    return index < text.length()
        && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
  }

  /**
   * Masks the values of parameters: all but harmless ones behind a question mark, and those of
   * telling names elsewhere, also in the form {@code user=…_password=…_channel=…} of some
   * recorders.
   */
  private static String withoutValues(String word) {
    int scheme = word.indexOf(AUTHORITY);
    int query = scheme < 0 ? -1 : word.indexOf('?', scheme);
    return query < 0
        ? withoutNamedValues(word)
        : withoutNamedValues(word.substring(0, query)) + "?" + Query.masked(word, query + 1);
  }

  private static String withoutNamedValues(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return word;
    }
    int query = word.indexOf('?');
    StringBuilder out = new StringBuilder(word.length());
    int from = 0;
    while (equals >= 0) {
      int end = endOfValue(word, equals + 1);
      out.append(word, from, equals + 1);
      boolean secret = isSecret(word, from, equals, query >= 0 && query < equals);
      if (secret && end > equals + 1) {
        out.append(MASK);
      } else {
        out.append(word, equals + 1, end);
      }
      from = end;
      equals = word.indexOf('=', end);
    }
    return out.append(word, from, word.length()).toString();
  }

  private static boolean isSecret(String word, int from, int equals, boolean inQuery) {
    int letters = equals;
    while (letters > from && Character.isLetterOrDigit(word.charAt(letters - 1))) {
      letters--;
    }
    String last = word.substring(letters, equals).toLowerCase(Locale.ROOT);
    boolean ofSeveralWords = letters > from && "_-".indexOf(word.charAt(letters - 1)) >= 0;
    return SECRET.contains(last)
        || (last.equals("key") && ofSeveralWords) // api_key, but not KEY=VALUE in a usage text
        || (inQuery && !last.isEmpty() && !Query.isHarmless(last));
  }

  /** Where a value ends: before the next parameter, a fragment, or what encloses the word. */
  private static int endOfValue(String word, int start) {
    int letters = -1;
    for (int i = start; i < word.length(); i++) {
      char c = word.charAt(i);
      if ("&;#\"'".indexOf(c) >= 0) {
        return i;
      }
      if (c == '_') {
        letters = i;
      } else if (c == '=' && letters >= 0 && letters + 1 < i) {
        return letters;
      } else if (!Character.isLetter(c)) {
        letters = -1;
      }
    }
    int end = word.length();
    while (end > start && ":,.)".indexOf(word.charAt(end - 1)) >= 0) {
      end--; // what follows is the sentence's
    }
    return end;
  }
}
