package sluice.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The control groups that this process is in, of version 2 and of version 1. */
final class ControlGroups {
  private static final Path MOUNT = Path.of("sys/fs/cgroup");
  private static final String PIDS = "pids";
  private static final String NO_LIMIT = "max";

  /** A line of {@code proc/self/cgroup}: a number, controllers (none: version 2), the path. */
  private static final int PARTS_OF_LINE = 3;

  private final Path root;

  /** Those that are seen below a root, where {@code proc} and {@code sys} are. */
  ControlGroups(Path root) {
    this.root = root;
  }

  /**
   * How many threads and processes the tightest of the groups may have together, from that of this
   * process up to the outermost that is seen here.
   *
   * @return absent: none tells; {@link Long#MAX_VALUE}: no limit
   */
  OptionalLong tasks() {
    return lines(root.resolve("proc/self/cgroup")).flatMapToLong(this::tasks).min();
  }

  private LongStream tasks(String line) {
    String[] parts = line.split(":", PARTS_OF_LINE);
    if (parts.length < PARTS_OF_LINE) {
      return LongStream.empty();
    }
    Path mount = root.resolve(MOUNT);
    if (parts[1].isEmpty()) {
      return limits(mount, parts[2]);
    }
    return Arrays.asList(parts[1].split(",", -1)).contains(PIDS)
        ? limits(mount.resolve(PIDS), parts[2])
        : LongStream.empty();
  }

  /**
   * The limits of a group and of those around it. A container may see its own group alone, at the
   * mount point, whatever the path says: folders that are missing are passed over.
   */
  private static LongStream limits(Path mount, String path) {
    Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    return Stream.iterate(group, each -> each.startsWith(mount), Path::getParent)
        .flatMap(each -> lines(each.resolve("pids.max")))
        .map(String::strip)
        .filter(line -> line.equals(NO_LIMIT) || line.matches("\\d{1,15}"))
        .mapToLong(line -> line.equals(NO_LIMIT) ? Long.MAX_VALUE : Long.parseLong(line));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException notHere) {
      return Stream.empty();
    }
  }
}
