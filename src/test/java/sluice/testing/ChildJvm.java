package sluice.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Child JVM that runs a main class, to be killed, starved or cut off. */
public final class ChildJvm {
  private static final String OPENVINO_HOME = "openvino.home";

  private ChildJvm() {}

  /** The command that runs a class with the class path and flags that Sluice's JVMs have. */
  public static List<String> command(Class<?> main, Object... arguments) {
    return command(List.of(), main, arguments);
  }

  /** The same with further flags of the JVM, which win over the usual ones. */
  public static List<String> command(List<String> flags, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.add("-Dorg.bytedeco.javacpp.logger=slf4j");
    command.add("-Dpekko.fail-mixed-versions=off"); // as pom.xml says
    String openVino = System.getProperty(OPENVINO_HOME);
    if (openVino != null) {
      command.add("-D" + OPENVINO_HOME + "=" + openVino);
    }
    command.addAll(flags);
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
    return behind(List.of("sh", "-c", shellWords + "; exec \"$@\"", "sh"), command);
  }

  /** The same command run by another one, such as {@code env}. */
  public static List<String> behind(List<String> other, List<String> command) {
    List<String> whole = new ArrayList<>(other);
    whole.addAll(command);
    return whole;
  }

  /** Starts a command, to be read from. */
  public static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).start();
  }

  /** Starts a command; what it says on standard error goes to the given file. */
  public static Process start(List<String> command, File standardError) throws IOException {
    return new ProcessBuilder(command).redirectError(standardError).start();
  }
}
