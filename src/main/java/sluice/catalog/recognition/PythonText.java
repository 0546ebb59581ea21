package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists as Python prints them, which is how Ultralytics writes them into an ONNX file: {@code {0:
 * 'person', 1: "driver's seat"}}, {@code ['person', 'car']}, {@code [640, 640]}.
 */
final class PythonText {
  /** A number in front, where it is a dictionary, and a text in quotes of either kind. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:(\\d{1,6})\\s*:\\s*)?(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final int MOST = 100_000;

  private PythonText() {}

  /** Texts by their numbers, from 0 on; those that are left out are empty. */
  static List<String> texts(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = TEXT.matcher(text);
    while (matcher.find()) {
      int id = matcher.group(1) == null ? found.size() : Integer.parseInt(matcher.group(1));
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      put(found, id, value.replaceAll("\\\\(.)", "$1"));
    }
    return found;
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
