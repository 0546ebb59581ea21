package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser of lists as Python prints them, which is how Ultralytics writes them into an ONNX file:
 * {@code {0: 'person', 1: "driver's seat"}}, {@code ['person', 'car']}, {@code [640, 640]}.
 */
final class PythonText {
  private static final Pattern KEY = Pattern.compile("(\\d{1,6})\\s{0,9}:\\s{0,9}$");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern LIST = Pattern.compile("\\[([^\\[\\]]*+)\\]");
  private static final int MOST = 100_000;

  private PythonText() {}

  /** Texts by their numbers, from 0 on; those that are left out are empty. */
  static List<String> texts(String text) {
    List<String> found = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char quote = text.charAt(at);
      if (quote == '\'' || quote == '"') {
        int id = key(text.substring(from, at)).orElse(found.size());
        StringBuilder value = new StringBuilder();
        at = read(text, at + 1, quote, value);
        from = at + 1;
        put(found, id, value.toString());
      }
    }
    return found;
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

  /** The number before a colon at the end of what stands before a text. */
  private static OptionalInt key(String before) {
    Matcher matcher = KEY.matcher(before);
    return matcher.find()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** Reads a text up to its closing quote; gives the place of that. */
  private static int read(String text, int from, char quote, StringBuilder value) {
    int at = from;
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
      at++;
    }
    return at;
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
