package sluice.video.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header of a request or an answer of RTSP or HTTP/1.x: its first line and its fields.
 *
 * @param lines without their ends, at least one
 */
record MessageHeader(List<String> lines) {
  /** Most bytes of a header that is understood. */
  static final int LONGEST = 16 * 1024;

  private static final Pattern BLANKS = Pattern.compile(" +");

  /** Keeps its own copy. */
  MessageHeader {
    lines = List.copyOf(lines);
  }

  /** The header in a text, a character a byte, that ends in a blank line. */
  static MessageHeader parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
    return new MessageHeader(lines.isEmpty() ? List.of("") : lines);
  }

  /** A word of the first line, from 0; empty where there is none. */
  String word(int index) {
    String[] words = BLANKS.split(lines.getFirst(), 0);
    return index < words.length ? words[index] : "";
  }

  /** The status of an answer; 0 where it names none. */
  int status() {
    return word(1).matches("\\d{3}") ? Integer.parseInt(word(1)) : 0;
  }

  /** The values of a field, in order. */
  List<String> fields(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> is(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  /** The first value of a field. */
  Optional<String> field(String name) {
    return fields(name).stream().findFirst();
  }

  /** The same with one value of a field, at its end, instead of all that it had. */
  MessageHeader with(String name, String value) {
    List<String> other = new ArrayList<>(without(name).lines);
    other.add(name + ": " + value);
    return new MessageHeader(other);
  }

  /** The same without a field. */
  MessageHeader without(String name) {
    List<String> other = new ArrayList<>(lines);
    other.subList(1, other.size()).removeIf(line -> is(line, name));
    return new MessageHeader(other);
  }

  private static boolean is(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }

  /** As it travels, with the blank line. */
  byte[] bytes() {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
