package sluice.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * What any program, and a JVM, reads of the system: libraries and their index, randomness, how many
 * processors there are. Neither accounts nor processes: {@code /etc/passwd} and {@code /proc} stay
 * out. A JVM starts without {@code /proc/self}; it then sees no limits of its container, which
 * whoever starts it has to tell it.
 */
final class SystemPaths {
  static final List<Path> READABLE =
      List.of(
          Path.of("/dev/random"),
          Path.of("/dev/urandom"),
          Path.of("/etc/ld.so.cache"),
          Path.of("/lib"),
          Path.of("/lib64"),
          Path.of("/usr/lib"),
          Path.of("/usr/lib64"),
          Path.of("/sys/devices/system/cpu"),
          // Where distributions keep the settings that a Java home links to.
          Path.of("/etc/java"),
          Path.of("/etc/java-" + Runtime.version().feature() + "-openjdk"),
          // What Java of Fedora and its kin includes in its settings of security; a link.
          Path.of("/etc/crypto-policies/back-ends/java.config"));

  /** The only place to write to. */
  static final Path WRITABLE = Path.of("/dev/null");

  /** The kernel executes one of these with each program that is linked to libraries. */
  static final List<Path> LOADERS =
      List.of(
          Path.of("/lib64/ld-linux-x86-64.so.2"),
          Path.of("/lib/ld-linux-aarch64.so.1"),
          Path.of("/lib/ld-musl-x86_64.so.1"),
          Path.of("/lib/ld-musl-aarch64.so.1"));

  private SystemPaths() {}
}
