package sluice.cli;

import picocli.CommandLine.IVersionProvider;
import sluice.core.SluiceVersion;

/** Version provider: what {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "sluice " + SluiceVersion.NUMBER,
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
