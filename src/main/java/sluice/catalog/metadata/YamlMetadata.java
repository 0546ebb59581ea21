package sluice.catalog.metadata;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reader of the subset of YAML that exporters write beside a model: texts and numbers by name, and
 * below a name, indented, a list or texts by name. What is deeper is skipped.
 */
final class YamlMetadata {
  private static final long MOST_BYTES = 1 << 20;

  /** Indentation; a dash, or a name and a colon; a value. */
  private static final Pattern LINE =
      Pattern.compile("(\\s*)(?:- |([^\\s:#][^:]*):(?=\\s|$))\\s*(.*)");

  private YamlMetadata() {}

  /** Values by name; those below a name as {@code names/0}. */
  static Map<String, String> read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file.getFileName() + " is longer than " + MOST_BYTES + " bytes");
    }
    try {
      return read(Files.readString(file));
    } catch (MalformedInputException e) {
      throw new IOException(file.getFileName() + " isn't text in UTF-8", e);
    }
  }

  private static Map<String, String> read(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    String above = "";
    int item = 0;
    int indentation = 0;
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      String name = matcher.group(2);
      int depth = matcher.group(1).length();
      if (name != null && depth == 0) {
        above = plain(name);
        item = 0;
        indentation = 0;
        put(found, above, matcher.group(3));
      } else if (indentation == 0 || depth == indentation) {
        indentation = depth;
        put(
            found,
            above + "/" + (name == null ? Integer.toString(item++) : plain(name)),
            matcher.group(3));
      }
    }
    return found;
  }

  private static void put(Map<String, String> found, String name, String value) {
    String plain = plain(value);
    if (!plain.isEmpty()) {
      found.put(name, plain);
    }
  }

  /** Without quotes around it. */
  private static String plain(String text) {
    String stripped = text.strip();
    int last = stripped.length() - 1;
    if (last > 0 && stripped.charAt(0) == '\'' && stripped.charAt(last) == '\'') {
      return stripped.substring(1, last).replace("''", "'");
    }
    if (last > 0 && stripped.charAt(0) == '"' && stripped.charAt(last) == '"') {
      return stripped.substring(1, last).replaceAll("\\\\(.)", "$1");
    }
    return stripped;
  }
}
