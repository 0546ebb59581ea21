package sluice.config.binding;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Problem that validation found in a configuration.
 *
 * @param file where it stands, as it was named; absent for what came without a file
 * @param line in that file, from 1
 * @param path of the setting, as in {@code sluice.http.port}; empty where it is the file itself
 * @param found what stands there: the value, never a secret, or what is wrong in a few words
 * @param expected what may stand there, or what to do
 * @param nearest what may have been meant
 */
public record Problem(
    Optional<String> file,
    OptionalInt line,
    String path,
    String found,
    String expected,
    Optional<String> nearest) {

  /** What is wrong with a text as a whole, which stands in no file. */
  public static Problem ofText(String found, String expected) {
    return new Problem(
        Optional.empty(), OptionalInt.empty(), "", found, expected, Optional.empty());
  }

  /** The problem in one line: {@code FILE:LINE: PATH: FOUND (expected: …; nearest: …)}. */
  public String text() {
    StringBuilder result = new StringBuilder();
    file.ifPresent(name -> result.append(name).append(':'));
    line.ifPresent(number -> result.append(number).append(':'));
    result.append(result.isEmpty() ? "" : " ").append(path).append(path.isEmpty() ? "" : ": ");
    result.append(found).append(" (expected: ").append(expected);
    nearest.ifPresent(name -> result.append("; nearest: ").append(name));
    return result.append(')').toString();
  }
}
