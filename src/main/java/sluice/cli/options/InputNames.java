package sluice.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.core.util.Redaction;

/**
 * Short names of inputs, fit for file names and for showing: no folders, no query, no credentials.
 */
final class InputNames {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://.*");

  /**
   * What starts a query or fragment, or belongs to a glob, or can't be in a file name everywhere.
   */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}/\\\\:*?\"<>|\\[\\]{}]+");

  /** A drawn source; what follows are its options. */
  private static final Pattern DEMO = Pattern.compile("(?i)demo:.*");

  private InputNames() {}

  /**
   * A name for each input, in order; where several would be the same, the later ones get {@code
   * -2}, {@code -3} …
   */
  static List<String> of(List<String> inputs) {
    List<String> result = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String input : inputs) {
      String base = name(input);
      String name = base;
      for (int n = 2; !taken.add(name); n++) {
        name = base + "-" + n;
      }
      result.add(name);
    }
    return result;
  }

  /**
   * {@code people} for {@code videos/people.mp4} and {@code rtsp://user:secret@host/people?x=y}.
   */
  static String name(String input) {
    if (DEMO.matcher(input).matches()) {
      return "demo";
    }
    String last = SCHEME.matcher(input).matches() ? lastOfAddress(input) : lastOfPath(input);
    String fit = UNFIT.matcher(withoutExtension(last)).replaceAll("_").strip();
    return fit.isEmpty() || fit.equals(".") || fit.equals("..") ? "input" : fit;
  }

  /**
   * The last part of an address's path, or its host where the path is empty; of the address as it
   * may be shown, for names of files are seen by others, and some cameras have the password in the
   * path.
   */
  private static String lastOfAddress(String address) {
    String shown = Redaction.redactValue(address);
    String rest = shown.substring(shown.indexOf("://") + 3).split("[?#]", 2)[0];
    String bare = rest.substring(rest.lastIndexOf('@') + 1);
    int end = bare.length();
    while (end > 0 && bare.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = bare.substring(0, end);
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String lastOfPath(String path) {
    try {
      Path name = Path.of(path).toAbsolutePath().normalize().getFileName();
      return name == null ? "" : name.toString();
    } catch (InvalidPathException e) {
      return path;
    }
  }

  private static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
