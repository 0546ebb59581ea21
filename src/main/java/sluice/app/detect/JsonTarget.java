package sluice.app.detect;

import java.nio.file.Path;

/** Where JSON Lines go. */
public sealed interface JsonTarget {

  /** Into a file of their own. */
  record File(Path path) implements JsonTarget {}

  /** To standard output, which carries nothing else then. */
  record StandardOutput() implements JsonTarget {}
}
