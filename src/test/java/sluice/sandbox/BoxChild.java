package sluice.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A helper that was taken over: tries what it should not be able to do, and says on standard error
 * what it could, a line each: {@code row=yes} or {@code row=no}, and why.
 */
final class BoxChild {
  static final long WRITTEN = 0x5157_4553L;

  private static final int INTERNET = 2;
  private static final int UNIX = 1;
  private static final int STREAM = 1;
  private static final int MPTCP = 262;
  private static final int SET_OWNER = 8;
  private static final int SOCKET_ADDRESS_BYTES = 16;
  private static final int X32_GETPID = 0x4000_0000 | 39;
  private static final int LIMIT_FILES = 7;
  private static final int FAST_OPEN_CONNECT = 30;
  private static final int LEVEL_TCP = 6;
  private static final int BAD_ADDRESS = 14;
  private static final int NOT_FOR_THIS = 25;
  private static final int TRUNCATING = Descriptors.WRITE_ONLY | Descriptors.TRUNCATE;
  private static final int OPEN_HOW_BYTES = 24;
  private static final int INVALID = 22;
  private static final int CLONE_SIGHAND_WITHOUT_MEMORY = 0x800;

  private final Map<String, String> facts;
  private final long parent;

  private BoxChild(Map<String, String> facts) {
    this.facts = facts;
    this.parent = Long.parseLong(fact("parent"));
  }

  /** An attempt; throws where it is refused. */
  private interface Attempt {
    void run() throws IOException;
  }

  public static void main(String... arguments) throws IOException {
    BoxChild child = new BoxChild(BoxService.facts(arguments));
    MemorySegment shared = SealedMemory.mapDescriptor(1);
    if (child.isSet("lock")) {
      BoxStatus status = ChildProcess.lock(child.isSet("sockets"), child.isSet("datagrams"));
      System.err.println("status=" + status);
    }
    shared.set(ValueLayout.JAVA_LONG, 0, WRITTEN);
    switch (child.fact("do")) {
      case "attempts" -> child.attempts();
      case "foreign-call" -> say("foreign-call", Libc.call("syscall", X32_GETPID));
      default -> child.hold();
    }
  }

  private void hold() {
    System.err.println("pid=" + ProcessHandle.current().pid());
    while (true) {
      LockSupport.park();
    }
  }

  private void attempts() throws IOException {
    attempt("reads-passwd", () -> Files.readString(Path.of("/etc/passwd")));
    attempt("reads-by-link", () -> Files.readString(Path.of(fact("folder"), BoxService.LINK)));
    attempt("writes", () -> Files.writeString(Path.of(fact("folder"), "new"), "x"));
    attempt("lists-folder", () -> Files.list(Path.of(fact("folder"))).close());
    say("changes-mode", mode());
    say("truncates", truncate());
    say("opens-truncating", Descriptors.open("/dev/null", TRUNCATING));
    say("opens-by-structure", openByStructure());
    say("watches-files", Libc.call("inotify_init1", 0));
    say("changes-flags", control(DescriptorControls.FILE_FLAGS));
    say("changes-attributes", control(DescriptorControls.FILE_ATTRIBUTES));
    say("seals-contents", control(DescriptorControls.FILE_VERITY));
    attempt("reads-environ", () -> Files.readAllBytes(ofParent("environ")));
    attempt("reads-command-line", () -> Files.readAllBytes(ofParent("cmdline")));
    attempt("reads-memory", () -> new RandomAccessFile(ofParent("mem").toFile(), "r").close());
    say("signals", Libc.call("kill", parent, 0));
    say("signals-group", Libc.call("kill", 0, 0));
    say("signals-itself", Libc.call("kill", ProcessHandle.current().pid(), 0));
    say("owner-signals", Libc.call("fcntl", 0, SET_OWNER, parent));
    say("limits-parent", Libc.call("prlimit", parent, LIMIT_FILES, 0, 0));
    say("outlives-parent", Libc.call("prctl", ProcessControl.SET_DEATH_SIGNAL, 0, 0, 0, 0));
    attempt("connects-allowed", () -> connect(fact("allowed")));
    attempt("connects-forbidden", () -> connect(fact("forbidden")));
    say("fast-open", fastOpen());
    say("fast-open-option", fastOpenOption());
    say("listens", listen());
    say("mptcp", socket(INTERNET, STREAM, MPTCP));
    attempt("sends-datagram", this::datagram);
    say("abstract-socket", abstractSocket());
    say("netlink", socket(16, 3, 0));
    attempt("runs-program", () -> run("/bin/true"));
    attempt("runs-java", () -> run(System.getProperty("java.home") + "/bin/java", "-version"));
    say("forks", fork());
    say("makes-memory", memory());
    say("io-uring", ioUring());
    say("shrinks", resize(1));
    say("grows", resize(1L << 30));
    attempt("works", BoxChild::work);
    System.err.println("processors=" + Runtime.getRuntime().availableProcessors());
  }

  private void attempt(String row, Attempt attempt) {
    try {
      attempt.run();
      System.err.println(row + "=yes");
    } catch (IOException e) {
      System.err.println(row + "=no " + e.toString().lines().findFirst().orElse(""));
    }
  }

  private static void say(String row, long result) {
    System.err.println(row + (result >= 0 ? "=yes" : "=no error " + -result));
  }

  /** What a decoder goes on doing: threads, garbage, classes. */
  private static void work() throws IOException {
    int[] sum = new int[1];
    Thread thread =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                sum[0] += new byte[1 << 20].length;
              }
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    System.gc();
    if (sum[0] != 100 << 20) {
      throw new IOException("sum " + sum[0]);
    }
  }

  private Path ofParent(String file) {
    return Path.of("/proc", fact("parent"), file);
  }

  private static void connect(String port) throws IOException {
    SocketChannel.open(new InetSocketAddress("127.0.0.1", Integer.parseInt(port))).close();
  }

  private void datagram() throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      int port = Integer.parseInt(fact("forbidden"));
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("127.0.0.1"), port));
    }
  }

  private static void run(String... words) throws IOException {
    new ProcessBuilder(words).start().destroyForcibly();
  }

  private long mode() {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.call("chmod", arena.allocateFrom(fact("file")).address(), 0b110_110_110);
    }
  }

  /** Of what even Landlock lets truncate, which has no length: the kernel says so when asked. */
  private static long truncate() {
    try (Arena arena = Arena.ofConfined()) {
      long result = Libc.call("truncate", arena.allocateFrom("/dev/null").address(), 0);
      return result == -INVALID ? 0 : result;
    }
  }

  private static long openByStructure() {
    try (Arena arena = Arena.ofConfined()) {
      return Kernel.call(
          SystemCall.OPENAT2,
          0,
          arena.allocateFrom("/dev/null").address(),
          arena.allocate(OPEN_HOW_BYTES, Long.BYTES).address(),
          OPEN_HOW_BYTES);
    }
  }

  /** Without an argument, on a pipe: that it is missed, or no file there, means it was asked. */
  private static long control(int command) {
    long result = Kernel.call(SystemCall.IOCTL, 0, command, 0);
    return result == -BAD_ADDRESS || result == -NOT_FOR_THIS ? 0 : result;
  }

  private static long memory() {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.call("memfd_create", arena.allocateFrom("x").address(), 0);
    }
  }

  /** Without a place for its parameters: that this is missed means that the call is there. */
  private static long ioUring() {
    long result = Kernel.call(SystemCall.IO_URING_SETUP, 1, 0);
    return result == -BAD_ADDRESS ? 0 : result;
  }

  private static long socket(int family, int type, int protocol) {
    return Libc.call("socket", family, type, protocol);
  }

  private long fastOpen() {
    long socket = socket(INTERNET, STREAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      return socket < 0
          ? socket
          : Libc.call(
              "sendto",
              socket,
              arena.allocate(1).address(),
              1,
              SocketNumbers.FAST_OPEN,
              address(arena, Integer.parseInt(fact("forbidden"))).address(),
              SOCKET_ADDRESS_BYTES);
    }
  }

  private static long fastOpenOption() {
    long socket = socket(INTERNET, STREAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment on = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
      return socket < 0
          ? socket
          : Libc.call("setsockopt", socket, LEVEL_TCP, FAST_OPEN_CONNECT, on.address(), 4);
    }
  }

  private static long listen() {
    long socket = socket(INTERNET, STREAM, 0);
    return socket < 0 ? socket : Libc.call("listen", socket, 1);
  }

  private long abstractSocket() {
    long socket = socket(UNIX, STREAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = abstractAddress(arena, fact("name"));
      return socket < 0
          ? socket
          : Libc.call("connect", socket, address.address(), address.byteSize());
    }
  }

  /** {@code struct sockaddr_un} with a name that is no file's. */
  static MemorySegment abstractAddress(Arena arena, String name) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    MemorySegment address = arena.allocate(3L + text.length, 2);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) UNIX);
    MemorySegment.copy(text, 0, address, ValueLayout.JAVA_BYTE, 3, text.length);
    return address;
  }

  private static MemorySegment address(Arena arena, int port) {
    MemorySegment address = arena.allocate(SOCKET_ADDRESS_BYTES, 4);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) INTERNET);
    address.set(ValueLayout.JAVA_SHORT, 2, Short.reverseBytes((short) port));
    address.set(ValueLayout.JAVA_INT, 4, Integer.reverseBytes(0x7f00_0001));
    return address;
  }

  /**
   * With flags that contradict each other: that the kernel says so means that it was asked. A copy
   * of a JVM that really came to be would have one thread and wait for the others.
   */
  private static long fork() {
    long result = Kernel.call(SystemCall.CLONE, CLONE_SIGHAND_WITHOUT_MEMORY, 0, 0, 0, 0);
    return result == -INVALID ? 0 : result;
  }

  private static long resize(long bytes) {
    long shared = Descriptors.open(Descriptors.path(1), Descriptors.READ_WRITE);
    return shared < 0 ? shared : Libc.call("ftruncate", shared, bytes);
  }

  private boolean isSet(String name) {
    return fact(name).equals("yes");
  }

  private String fact(String name) {
    String value = facts.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
