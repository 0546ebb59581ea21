package sluice.catalog;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;

/** Validation problems of a manifest, all collected so that they can be fixed at once. */
final class ManifestProblems {
  private final List<String> lines = new ArrayList<>();

  /**
   * Adds a problem.
   *
   * @param where the line that is to be changed
   * @param path the member, from the top of the file: {@code input.channels}
   * @param what the value, or what is the matter with it
   * @param expected what would be right
   */
  void add(ConfigOrigin where, String path, String what, String expected) {
    String line = where.lineNumber() < 1 ? "" : "line " + where.lineNumber() + ": ";
    lines.add(line + path + ": " + what + " (expected: " + expected + ")");
  }

  /** The problems as parts of one line; empty when there is none. */
  List<String> lines() {
    return lines;
  }
}
