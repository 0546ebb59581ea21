package sluice.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * The names of a model's classes, by the numbers that the model gives them, from 0. Unchanging; any
 * thread may use it.
 */
public final class Labels {
  private static final long GREATEST_FILE_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Labels NONE = new Labels(List.of());

  private final List<String> names;

  private Labels(List<String> names) {
    this.names = names;
  }

  /** No names: the label of a class is its number. */
  public static Labels none() {
    return NONE;
  }

  /**
   * Reads a file with one name a line, in UTF-8; the first line names class 0. Blanks around a name
   * don't count, and an empty line leaves its class without a name.
   *
   * @throws SluiceException of code MODEL when the file is missing, can't be read, is longer than 1
   *     MiB, isn't UTF-8 or has no name
   */
  public static Labels read(Path file) {
    String text = decode(file, readBytes(file));
    List<String> names = text.lines().map(String::strip).toList();
    if (names.stream().allMatch(String::isEmpty)) {
      throw refused(file, "is empty", null);
    }
    return new Labels(names);
  }

  /** Names that are known already, from class 0 on. */
  public static Labels of(List<String> names) {
    return new Labels(List.copyOf(names));
  }

  /** Whether no class has a name. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** How many classes have a name. */
  public int named() {
    return (int) names.stream().filter(name -> !name.isEmpty()).count();
  }

  /** The name of a class; its number where it has none. */
  public String of(int id) {
    boolean named = id >= 0 && id < names.size() && !names.get(id).isEmpty();
    return named ? names.get(id) : Integer.toString(id);
  }

  private static byte[] readBytes(Path file) {
    if (!Files.exists(file)) {
      throw refused(file, "doesn't exist", null);
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "isn't a file", null);
    }
    try {
      long size = Files.size(file);
      if (size > GREATEST_FILE_BYTES) {
        throw refused(file, "has " + size + " bytes, more than " + GREATEST_FILE_BYTES, null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw refused(file, "can't be read", e);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refused(file, "isn't UTF-8", e);
    }
  }

  private static SluiceException refused(Path file, String what, @Nullable Throwable cause) {
    return new SluiceException(
        ErrorCode.MODEL,
        "labels file " + file + " " + what + " (expected: one label a line, in UTF-8)",
        cause);
  }
}
