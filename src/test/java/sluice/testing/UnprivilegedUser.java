package sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Another, unprivileged user, for permission checks: builds in containers run as root, which
 * bypasses them. Where the tests run as an unprivileged user, that user serves.
 */
public final class UnprivilegedUser {
  /** Why a test is skipped. */
  public static final String NEEDED =
      "setpriv is needed, and that everybody may read target/sluice and Java, to run as another"
          + " user than root";

  private static final String NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups";

  private UnprivilegedUser() {}

  /** The words before a command that run it without root's rights. */
  public static Optional<String> command(Shell shell, Path folder) throws IOException {
    boolean root = Files.getAttribute(folder, "unix:uid").equals(0);
    if (!root) {
      return Optional.of("env");
    }
    boolean works = shell.run(folder, NOBODY + " sluice --version").exitCode() == 0;
    return works ? Optional.of(NOBODY) : Optional.empty();
  }
}
