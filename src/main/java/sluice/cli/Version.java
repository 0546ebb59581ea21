package sluice.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  /** As in pom.xml; a test holds the two together. */
  static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {
      "sluice " + NUMBER,
      "Java "
          + System.getProperty("java.version")
          + " ("
          + System.getProperty("java.vendor")
          + "), "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
