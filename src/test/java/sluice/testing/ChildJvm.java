package sluice.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a main class of the tests in a JVM of its own, to be killed, starved or cut off. */
public final class ChildJvm {

  private ChildJvm() {}

  /** The command that runs a class with the class path and flags that Sluice's JVMs have. */
  public static List<String> command(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /** The same command run by a shell after some words of its own, such as {@code ulimit -f 200}. */
  public static List<String> after(String shellWords, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("sh", "-c", shellWords + "; exec \"$@\"", "sh"));
    whole.addAll(command);
    return whole;
  }

  /** Starts a command; what it says on standard error goes to the given file. */
  public static Process start(List<String> command, File standardError) throws IOException {
    return new ProcessBuilder(command).redirectError(standardError).start();
  }
}
