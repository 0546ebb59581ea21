package sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a helper that was taken over can't do: each thing tried in a child JVM ({@link BoxChild}) of
 * a service's double ({@link BoxService}). The same without a box shows that it could.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoxIT {
  private static final int NOBODY_ID = 65534;
  private static final long ENDS_SECONDS = 10;

  /** 128 and SIGSYS. */
  private static final String ENDED_BY_FILTER = "159";

  /** Also in a box. */
  private static final Set<String> HARMLESS =
      Set.of("signals-itself", "connects-allowed", "reads-by-link", "works");

  /** Held off by the seals of the memory, box or not. */
  private static final Set<String> SEALED = Set.of("shrinks", "grows");

  /** What Landlock and the lost capabilities hold off, before the child locks itself. */
  private static final Set<String> HELD_FROM_THE_START =
      Set.of(
          "reads-passwd",
          "writes",
          "lists-folder",
          "reads-environ",
          "reads-command-line",
          "reads-memory",
          "signals",
          "connects-forbidden",
          "abstract-socket",
          "runs-program",
          "shrinks",
          "grows");

  /** Of these, what only the later versions of Landlock hold off. */
  private static final Set<String> SCOPES = Set.of("signals", "abstract-socket");

  private static Path classes;

  /** Whose process the service is. */
  private enum User {
    /** Whoever runs the tests: root, with capabilities, in containers. */
    OF_TESTS,
    NOBODY
  }

  @BeforeAll
  static void copyClasses() throws IOException {
    assumeTrue(Kernel.IS_KNOWN, "boxes are made on Linux, on x86-64 and aarch64");
    assumeTrue(
        BoxedProcess.available().isWhole(),
        () -> "this kernel can't make a whole box: " + BoxedProcess.available().missing());
    classes = Files.createTempDirectory("box-classes");
    Path folder = classes.resolve("sluice").resolve("sandbox");
    Files.createDirectories(folder);
    copy(Path.of("target", "classes", "sluice", "sandbox"), folder);
    copy(Path.of("target", "test-classes", "sluice", "sandbox"), folder);
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.toList()) {
        String rights = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
      }
    }
  }

  @AfterAll
  static void deleteClasses() throws IOException {
    if (classes != null) {
      try (Stream<Path> all = Files.walk(classes)) {
        for (Path path : all.toList().reversed()) {
          Files.delete(path);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void withoutABoxAllIsPossible(User user) throws Exception {
    Map<String, String> rows = run(user, "box=no", "lock=no");

    Set<String> possible = namesOf(rows, "yes");
    assertThat(namesOf(rows, "no")).as("%s", rows).isEqualTo(SEALED);
    assertThat(possible).containsAll(HARMLESS).contains("reads-environ", "runs-program", "forks");
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void aLockedChildDoesItsWorkAndNothingElse(User user) throws Exception {
    Map<String, String> rows = run(user, "sockets=yes");

    assertThat(namesOf(rows, "yes")).as("%s", rows).isEqualTo(HARMLESS);
    assertThat(rows.get("status")).endsWith("missing=[]]");
    assertThat(rows).containsEntry("shared", "yes").containsEntry("exit", "0");
    assertThat(rows).containsEntry("processors", "" + Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void theBoxHoldsBeforeTheChildLocksItself(User user) throws Exception {
    Map<String, String> rows = run(user, "lock=no");

    Set<String> held = new TreeSet<>(HELD_FROM_THE_START);
    if (BoxedProcess.available().landlockVersion() < LandlockRights.SCOPES_SINCE) {
      held.removeAll(SCOPES);
    }
    assertThat(namesOf(rows, "no")).as("%s", rows).containsAll(held);
    assertThat(namesOf(rows, "yes")).contains("runs-java", "forks", "sends-datagram");
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void aChildForFilesHasNoSockets(User user) throws Exception {
    Map<String, String> rows = run(user, "sockets=no");

    assertThat(namesOf(rows, "yes"))
        .as("%s", rows)
        .containsExactlyInAnyOrder("signals-itself", "reads-by-link", "works");
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void datagramsAreASettingOfTheirOwn(User user) throws Exception {
    Map<String, String> rows = run(user, "sockets=yes", "datagrams=yes");

    Set<String> possible = new TreeSet<>(HARMLESS);
    possible.add("sends-datagram");
    assertThat(namesOf(rows, "yes")).as("%s", rows).isEqualTo(possible);
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void whoMayReadProc_readsNoMemoryThere(User user) throws Exception {
    Map<String, String> rows = run(user, "proc=yes");

    Set<String> possible = new TreeSet<>(HARMLESS);
    possible.add("reads-command-line");
    assertThat(namesOf(rows, "yes")).as("%s", rows).isEqualTo(possible);
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void theThreadsOfTheServiceStayFree(User user) throws Exception {
    assertThat(run(user, "sockets=yes")).containsEntry("boxed-threads", "0");
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void callsOfAnotherProcessorEndTheChild(User user) throws Exception {
    assumeTrue(Processor.CURRENT == Processor.X86_64, "x32 is of x86-64");
    assertThat(run(user, "sockets=yes", "do=foreign-call")).containsEntry("exit", ENDED_BY_FILTER);
    assertThat(run(user, "box=no", "lock=no", "do=foreign-call")).containsEntry("exit", "0");
  }

  @ParameterizedTest
  @EnumSource(User.class)
  void theChildEndsWithTheService(User user) throws Exception {
    Process service = start(user, facts("do=hold"));
    long child = 0;
    try (BufferedReader lines = service.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while (child == 0 && (line = lines.readLine()) != null) {
        if (line.startsWith("pid=")) {
          child = Long.parseLong(line.substring("pid=".length()));
        }
      }
      ProcessHandle handle = ProcessHandle.of(child).orElseThrow();
      assertThat(Files.readString(Path.of("/proc", "" + child, "oom_score_adj")).strip())
          .isEqualTo("1000");
      service.destroyForcibly().waitFor();
      handle.onExit().get(ENDS_SECONDS, TimeUnit.SECONDS);
      assertThat(handle.isAlive()).isFalse();
    } finally {
      service.destroyForcibly();
      ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static Map<String, String> run(User user, String... changed)
      throws IOException, InterruptedException {
    Process service = start(user, facts(changed));
    Map<String, String> rows = new TreeMap<>();
    try (BufferedReader lines = service.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> add(rows, line));
    } finally {
      service.destroyForcibly().waitFor();
    }
    assertThat(rows).as("what the service said").containsKey("exit");
    return rows;
  }

  private static void add(Map<String, String> rows, String line) {
    int end = line.indexOf('=');
    if (end > 0) {
      rows.put(line.substring(0, end), line.substring(end + 1));
    } else {
      rows.put(line, "");
    }
  }

  /** Attempts that ended so; what follows a {@code no} is why. */
  private static Set<String> namesOf(Map<String, String> rows, String answer) {
    Set<String> names = new TreeSet<>();
    rows.forEach(
        (name, value) -> {
          if (!name.equals("shared") && (value.equals(answer) || value.startsWith(answer + " "))) {
            names.add(name);
          }
        });
    return names;
  }

  private static Map<String, String> facts(String... changed) {
    Map<String, String> facts = new HashMap<>();
    facts.putAll(
        BoxService.facts(
            "box=yes", "lock=yes", "sockets=yes", "datagrams=no", "proc=no", "do=attempts"));
    facts.putAll(BoxService.facts(changed));
    return facts;
  }

  private static Process start(User user, Map<String, String> facts) throws IOException {
    List<String> command = new ArrayList<>();
    if (user == User.NOBODY) {
      List<String> nobody =
          List.of(
              "setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups", java());
      assumeTrue(works(nobody), "root's setpriv is needed, and that everybody may run Java");
      command.addAll(nobody);
    } else {
      command.add(java());
    }
    command.addAll(List.of("-Xmx64m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classes.toString(), BoxService.class.getName()));
    facts.forEach((name, value) -> command.add(name + "=" + value));
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static boolean works(List<String> java) {
    List<String> command = new ArrayList<>(java);
    command.add("-version");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
