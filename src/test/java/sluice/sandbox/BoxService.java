package sluice.sandbox;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A service with something to steal: starts a {@link BoxChild}, in a box or without, and hands on
 * what that says. Its arguments are facts: {@code box=yes}.
 */
final class BoxService {
  static final long MEMORY_BYTES = 1 << 20;

  /** A link that the box lets read, to a file that it doesn't name. */
  static final String LINK = "link";

  private static final String LINKED = "linked";
  private static final int BACKLOG = 8;

  private BoxService() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    Map<String, String> facts = facts(arguments);
    InetAddress local = InetAddress.getLoopbackAddress();
    Path folder = Files.createTempDirectory("box");
    Path file = Files.writeString(folder.resolve("mine"), "x");
    Files.createSymbolicLink(folder.resolve(LINK), Files.writeString(folder.resolve(LINKED), "x"));
    try (ServerSocket allowed = new ServerSocket(0, BACKLOG, local);
        ServerSocket forbidden = new ServerSocket(0, BACKLOG, local);
        SealedMemory shared = SealedMemory.create("shared", MEMORY_BYTES)) {
      long pid = ProcessHandle.current().pid();
      facts.put("parent", Long.toString(pid));
      facts.put("name", "box-" + pid);
      facts.put("folder", folder.toString());
      facts.put("file", file.toString());
      facts.put("allowed", Integer.toString(allowed.getLocalPort()));
      facts.put("forbidden", Integer.toString(forbidden.getLocalPort()));
      listenAbstract("box-" + pid);
      ProcessBuilder builder =
          new ProcessBuilder(command(facts))
              .redirectOutput(Redirect.appendTo(shared.inheritable()));
      Process child =
          facts.get("box").equals("yes")
              ? BoxedProcess.start(builder, rules(facts, allowed.getLocalPort()))
              : builder.start();
      System.out.println("available=" + BoxedProcess.available());
      System.out.println("boxed-threads=" + boxedThreads());
      if (facts.get("do").equals("hold")) {
        delete(folder); // it is going to be killed
      }
      MemorySegment mapped = shared.mapReadOnly();
      child.getErrorStream().transferTo(System.out);
      System.out.println("exit=" + child.waitFor());
      System.out.println(
          "shared=" + (mapped.get(ValueLayout.JAVA_LONG, 0) == BoxChild.WRITTEN ? "yes" : "no"));
      SealedMemory.unmap(mapped);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("new"));
    Files.deleteIfExists(folder.resolve("mine"));
    Files.deleteIfExists(folder.resolve(LINK));
    Files.deleteIfExists(folder.resolve(LINKED));
    Files.deleteIfExists(folder);
  }

  /** What follows the names. */
  static Map<String, String> facts(String... arguments) {
    Map<String, String> facts = new HashMap<>();
    for (String argument : arguments) {
      int end = argument.indexOf('=');
      facts.put(argument.substring(0, end), argument.substring(end + 1));
    }
    return facts;
  }

  private static BoxRules rules(Map<String, String> facts, int port) {
    List<Path> readable = new ArrayList<>();
    readable.add(Path.of(System.getProperty("java.class.path")));
    readable.add(Path.of(facts.get("folder"), LINK));
    if (facts.get("proc").equals("yes")) {
      readable.add(Path.of("/proc"));
    }
    return new BoxRules(
        readable,
        List.of(Path.of(System.getProperty("java.home"))),
        List.of(port),
        List.of(),
        facts.get("datagrams").equals("yes"));
  }

  private static List<String> command(Map<String, String> facts) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), BoxChild.class.getName()));
    facts.forEach((name, value) -> command.add(name + "=" + value));
    return command;
  }

  /** Threads of this process that caught something of the box. */
  private static long boxedThreads() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads.filter(BoxService::isBoxed).count();
    }
  }

  private static boolean isBoxed(Path thread) {
    try {
      return Files.readString(thread.resolve("status")).contains("NoNewPrivs:\t1");
    } catch (IOException e) {
      return false;
    }
  }

  private static void listenAbstract(String name) {
    long socket = Libc.call("socket", 1, 1, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = BoxChild.abstractAddress(arena, name);
      if (Libc.call("bind", socket, address.address(), address.byteSize()) < 0
          || Libc.call("listen", socket, BACKLOG) < 0) {
        throw new IllegalStateException("no abstract socket");
      }
    }
  }
}
