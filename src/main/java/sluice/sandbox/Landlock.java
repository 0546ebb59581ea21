package sluice.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rulesets of Landlock: everything is refused but what a rule allows. */
final class Landlock {
  private static final long ASK_VERSION = 1;
  private static final int RULE_PATH = 1;
  private static final int RULE_PORT = 2;

  /** Three words: rights over files, rights over ports, scopes. */
  private static final long RULESET_BYTES = 3 * Long.BYTES;

  private static final long RULE_BYTES = 2 * Long.BYTES;

  private static final long READ = LandlockRights.READ_FILE | LandlockRights.READ_DIR;
  private static final long EXECUTE = READ | LandlockRights.EXECUTE;
  private static final long WRITE =
      LandlockRights.READ_FILE | LandlockRights.WRITE_FILE | LandlockRights.TRUNCATE;

  private Landlock() {}

  /** The kernel's version of it, or the negative error number. */
  static int version() {
    return (int) Kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, ASK_VERSION);
  }

  /**
   * A ruleset for {@code landlock_restrict_self}, which the caller closes.
   *
   * @param version what {@link #version} said; positive
   */
  static int ruleset(int version, BoxRules rules) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handled = arena.allocate(RULESET_BYTES, Long.BYTES);
      handled.setAtIndex(ValueLayout.JAVA_LONG, 0, LandlockRights.files(version));
      handled.setAtIndex(ValueLayout.JAVA_LONG, 1, LandlockRights.ports(version));
      handled.setAtIndex(ValueLayout.JAVA_LONG, 2, LandlockRights.scopes(version));
      int ruleset =
          (int)
              check(
                  Kernel.call(
                      SystemCall.LANDLOCK_CREATE_RULESET, handled.address(), RULESET_BYTES, 0));
      try {
        addAll(ruleset, version, rules, arena.allocate(RULE_BYTES, Long.BYTES));
      } catch (IOException | RuntimeException | Error e) {
        Descriptors.close(ruleset);
        throw e;
      }
      return ruleset;
    }
  }

  private static void addAll(int ruleset, int version, BoxRules rules, MemorySegment rule)
      throws IOException {
    for (Path path : SystemPaths.READABLE) {
      addPath(ruleset, rule, path, READ);
    }
    for (Path path : SystemPaths.LOADERS) {
      addPath(ruleset, rule, path, EXECUTE);
    }
    addPath(ruleset, rule, SystemPaths.WRITABLE, WRITE & LandlockRights.files(version));
    for (Path path : rules.readable()) {
      addPath(ruleset, rule, path, READ);
    }
    for (Path path : rules.executable()) {
      addPath(ruleset, rule, path, EXECUTE);
    }
    if (LandlockRights.ports(version) != 0) {
      for (int port : rules.connectPorts()) {
        addPort(ruleset, rule, port, LandlockRights.CONNECT_TCP);
      }
      for (int port : rules.bindPorts()) {
        addPort(ruleset, rule, port, LandlockRights.BIND_TCP);
      }
    }
  }

  private static void addPath(int ruleset, MemorySegment rule, Path path, long rights)
      throws IOException {
    String absolute = path.toAbsolutePath().toString();
    long descriptor = Descriptors.open(absolute, Descriptors.NAME_ONLY);
    if (descriptor < 0) {
      return;
    }
    try {
      boolean folder = Files.isDirectory(path);
      rule.set(ValueLayout.JAVA_LONG, 0, folder ? rights : rights & ~LandlockRights.READ_DIR);
      rule.set(ValueLayout.JAVA_INT, Long.BYTES, (int) descriptor);
      add(ruleset, RULE_PATH, rule);
    } finally {
      Descriptors.close(descriptor);
    }
  }

  private static void addPort(int ruleset, MemorySegment rule, int port, long rights)
      throws IOException {
    rule.set(ValueLayout.JAVA_LONG, 0, rights);
    rule.set(ValueLayout.JAVA_LONG, Long.BYTES, port);
    add(ruleset, RULE_PORT, rule);
  }

  private static void add(int ruleset, int type, MemorySegment rule) throws IOException {
    check(Kernel.call(SystemCall.LANDLOCK_ADD_RULE, ruleset, type, rule.address(), 0));
  }

  private static long check(long result) throws IOException {
    if (result < 0) {
      throw new IOException("Landlock: " + Errno.text(-result));
    }
    return result;
  }
}
