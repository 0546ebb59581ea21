package sluice.core;

/** What kind of thing went wrong, and the exit code of a command that ends with it. */
public enum ErrorCode {
  /** A fault of Sluice itself. */
  INTERNAL(1),
  /** A flag or argument that can't be used as given. */
  USAGE(2),
  /**
   * Something of the installation is missing: Java, OpenVINO's libraries. Not 3, which the JVM ends
   * with when memory runs out.
   */
  ENVIRONMENT(10),
  /** A source can't be opened, or holds nothing that can be decoded. */
  INPUT(4),
  /** A model can't be read or compiled, or isn't one that Sluice can use. */
  MODEL(5),
  /** A device isn't there, or fails while it works. */
  DEVICE(6),
  /** A result can't be written. */
  OUTPUT(7),
  /** A service that was asked over HTTP can't be reached, or refuses what it was asked for. */
  REMOTE(12),
  /** A cluster lacks nodes, or streams of it have none. */
  CLUSTER(13);

  private final int exitCode;

  ErrorCode(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The process's exit code. */
  public int exitCode() {
    return exitCode;
  }
}
