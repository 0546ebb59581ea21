package sluice.catalog;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a model.
 *
 * @param name its name, without folders
 * @param url where its maker publishes it
 * @param bytes its size
 * @param checksum the sum over its bytes
 */
public record ModelFile(String name, URI url, long bytes, Checksum checksum) {

  /** What is found where a file should be. */
  public enum State {
    /** This very file. */
    RIGHT("right"),
    /** No file. */
    MISSING("missing"),
    /** A file of another size. */
    WRONG_SIZE("wrong size"),
    /** A file of this size with other bytes. */
    WRONG_SUM("wrong sum");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** The state as text. */
    public String wireName() {
      return words;
    }
  }

  /** Where the file is, in a folder for files of its precision. */
  public Path in(Path folder) {
    return folder.resolve(name);
  }

  /**
   * Looks at the file in a folder; reads all of it where the size is right.
   *
   * @throws IOException when it can't be read
   */
  public State check(Path folder) throws IOException {
    Path file = in(folder);
    if (!Files.isRegularFile(file)) {
      return State.MISSING;
    }
    if (Files.size(file) != bytes) {
      return State.WRONG_SIZE;
    }
    boolean same = Checksum.of(file, checksum.algorithm()).equals(checksum);
    return same ? State.RIGHT : State.WRONG_SUM;
  }
}
