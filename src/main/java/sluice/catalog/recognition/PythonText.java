package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser of lists as Python and JSON print them, which is how exporters write them into a model:
 * {@code {0: 'person', 1: "driver's seat"}}, {@code {"0": "person"}}, {@code ['person', 'car']},
 * {@code [640, 640]}; also of names by which classes are numbered, {@code {"person": 0}}.
 */
final class PythonText {
  /**
   * A text in quotes; a word without, which may have blanks inside; what separates them. What
   * stands before a colon is a key.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?<single>(?:[^'\\\\]|\\\\.)*+)'?"
              + "|\"(?<double>(?:[^\"\\\\]|\\\\.)*+)\"?"
              + "|(?<mark>[,:\\[\\]{}()])"
              + "|(?<bare>[^\\s'\",:\\[\\]{}()][^'\",:\\[\\]{}()]*+)",
          Pattern.DOTALL);

  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:u(?<four>[0-9a-fA-F]{4})|x(?<two>[0-9a-fA-F]{2})|(?<one>.))", Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("\\d{1,6}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern LIST = Pattern.compile("\\[([^\\[\\]]*+)\\]");
  private static final int MOST = 100_000;

  private PythonText() {}

  /** Texts by their numbers, from 0 on; those that are left out are empty. */
  static List<String> texts(String text) {
    List<String> found = new ArrayList<>();
    String key = "";
    String value = "";
    boolean isPair = false;
    Matcher tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      String mark = tokens.group("mark");
      if (mark == null) {
        value = word(tokens);
      } else if (mark.equals(":")) {
        key = value;
        value = "";
        isPair = true;
      } else {
        add(found, isPair, key, value);
        key = "";
        value = "";
        isPair = false;
      }
    }
    add(found, isPair, key, value);
    return found;
  }

  private static void add(List<String> found, boolean isPair, String key, String value) {
    if (!isPair) {
      if (!value.isEmpty()) {
        put(found, found.size(), value);
      }
    } else if (ID.matcher(key).matches()) {
      put(found, Integer.parseInt(key), value);
    } else if (ID.matcher(value).matches()) {
      put(found, Integer.parseInt(value), key);
    }
  }

  /** Lists of texts by their numbers, {@code {0: ['nose', 'tail'], 1: ['tip']}}. */
  static List<List<String>> lists(String text) {
    List<List<String>> found = new ArrayList<>();
    Matcher matcher = LIST.matcher(text);
    while (matcher.find()) {
      found.add(texts(matcher.group(1)));
    }
    return found;
  }

  private static String word(Matcher token) {
    String bare = token.group("bare");
    if (bare != null) {
      return bare.strip();
    }
    String single = token.group("single");
    String quoted = single == null ? token.group("double") : single;
    return ESCAPE.matcher(quoted).replaceAll(PythonText::unescaped);
  }

  private static String unescaped(MatchResult escape) {
    String four = escape.group("four");
    String code = four == null ? escape.group("two") : four;
    String plain =
        code == null
            ? switch (escape.group("one")) {
              case "n", "r", "t" -> " ";
              default -> escape.group("one");
            }
            : String.valueOf((char) Integer.parseInt(code, 16));
    return Matcher.quoteReplacement(plain);
  }

  /** Puts a text where it belongs. */
  static void put(List<String> texts, int id, String text) {
    if (id >= MOST) {
      return;
    }
    while (texts.size() <= id) {
      texts.add("");
    }
    texts.set(id, text);
  }

  /** All numbers of a text, whatever is between them. */
  static List<Double> numbers(String text) {
    return NUMBER.matcher(text).results().map(found -> Double.valueOf(found.group())).toList();
  }
}
