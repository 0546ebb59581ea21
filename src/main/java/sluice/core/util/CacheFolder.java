package sluice.core.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Where Sluice keeps what it can make or fetch again. The first of these that can be written:
 *
 * <ol>
 *   <li>the folder that the environment variable {@value #VARIABLE} names, which is taken as it is
 *   <li>{@code sluice} in the folder that {@code XDG_CACHE_HOME} names, if that is absolute
 *   <li>{@code .cache/sluice} in the user's home
 *   <li>{@code sluice-USER} in the folder for temporary files, for the user alone
 * </ol>
 */
public final class CacheFolder {
  /** Names the folder to use instead of the usual ones. */
  public static final String VARIABLE = "SLUICE_CACHE";

  private CacheFolder() {}

  /**
   * A folder of the cache for this process's user; it need not exist yet.
   *
   * @param purpose its name within the cache
   * @throws SluiceException of code ENVIRONMENT when there is no place for it
   */
  public static Path of(String purpose) {
    return find(System.getenv(), System.getProperties()::getProperty).resolve(purpose);
  }

  /** Looks up a property of the JVM; absent ones have the given default. */
  public interface JvmProperties {
    String get(String name, String absent);
  }

  public static Path find(Map<String, String> environment, JvmProperties jvm) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    Path configured = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (configured.isAbsolute() && canHold(configured)) {
      return configured.resolve("sluice");
    }
    Path home = Path.of(jvm.get("user.home", ""));
    if (home.isAbsolute() && Files.isDirectory(home) && canHold(home.resolve(".cache/sluice"))) {
      return home.resolve(".cache/sluice");
    }
    return temporary(Path.of(jvm.get("java.io.tmpdir", "/tmp")), jvm.get("user.name", "user"));
  }

  /** Whether a folder can be written or made. */
  private static boolean canHold(Path folder) {
    for (Path place = folder; place != null; place = place.getParent()) {
      if (Files.exists(place)) {
        return Files.isDirectory(place) && Files.isWritable(place);
      }
    }
    return false;
  }

  /**
   * Others write there too: what is found under the name must be a folder of this user, closed to
   * everybody else, or they could lay files for us.
   */
  private static Path temporary(Path parent, String user) {
    Path folder = parent.resolve("sluice-" + user.replaceAll("[^A-Za-z0-9_-]", "_"));
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        var mine =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectory(folder, mine);
      }
      if (isMine(folder, user)) {
        return folder;
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw refused(folder, e);
    }
    throw refused(folder, null);
  }

  private static boolean isMine(Path folder, String user) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(user)
        && PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))
            .endsWith("------");
  }

  private static SluiceException refused(Path folder, @Nullable Throwable cause) {
    return new SluiceException(
        ErrorCode.ENVIRONMENT,
        "no place for Sluice's cache: neither the home folder nor %s can be used (expected: a folder that this user alone can write); name one in %s"
            .formatted(folder, VARIABLE),
        cause);
  }
}
