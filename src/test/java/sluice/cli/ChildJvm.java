package sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another JVM on this test's class path. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * {@code PREFIX… java FLAGS… MAIN ARGUMENTS…}; the prefix is a command that starts another one.
   */
  static Process start(List<String> prefix, List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
