package sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A boxed process is one like others to who started it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoxedProcessIT {
  private static final BoxRules PROGRAMS =
      new BoxRules(
          List.of(), List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), List.of(), false);

  private static final int TERMINATED = 143;
  private static final int KILLED = 137;

  /** Of {@code /proc/PID/stat}, counted from the state. */
  private static final int GROUP_AFTER_NAME = 2;

  @BeforeEach
  void whereThereAreBoxes() {
    assumeTrue(
        BoxedProcess.available().landlockVersion() > 0,
        () -> "no box here: " + BoxedProcess.available().missing());
  }

  @Test
  void talksByItsStandardStreams() throws Exception {
    Process process = shell("read word; echo \"out $word\"; echo \"err $word\" >&2; exit 3");
    try (OutputStream input = process.getOutputStream()) {
      input.write("hello\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(text(process.getInputStream().readAllBytes())).isEqualTo("out hello\n");
    assertThat(text(process.getErrorStream().readAllBytes())).isEqualTo("err hello\n");
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(process.exitValue()).isEqualTo(3);
    assertThat(process.isAlive()).isFalse();
    assertThat(process.onExit().get(1, TimeUnit.SECONDS)).isSameAs(process);
  }

  @Test
  void getsVariablesAndOneStreamForBoth() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "echo $BOXED; echo err >&2").redirectErrorStream(true);
    builder.environment().put("BOXED", "größer");
    Process process = BoxedProcess.start(builder, PROGRAMS);

    assertThat(text(process.getInputStream().readAllBytes())).isEqualTo("größer\nerr\n");
    assertThat(process.getErrorStream().read()).isNegative();
  }

  @Test
  void readsAndWritesFilesThatItIsGiven(@TempDir Path folder) throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "text");
    Path out = folder.resolve("out");
    Process process =
        BoxedProcess.start(
            new ProcessBuilder("cat").redirectInput(in.toFile()).redirectOutput(out.toFile()),
            PROGRAMS);

    assertThat(process.waitFor()).isZero();
    assertThat(out).hasContent("text");
  }

  @Test
  void getsNoOtherDescriptor() throws Exception {
    // Opened as the system does without being told otherwise: kept in programs that are started.
    long leaked = Kernel.require(SystemCall.FCNTL, Descriptors.open("/dev/null", 0), 0, 200);
    try {
      Process process =
          BoxedProcess.start(
              new ProcessBuilder("sh", "-c", "[ -e /proc/self/fd/" + leaked + " ]"), PROGRAMS);
      assertThat(process.waitFor()).isNotZero();
      assertThat(new ProcessBuilder("sh", "-c", "echo >&" + leaked).start().waitFor()).isNotZero();
    } finally {
      Descriptors.close(leaked);
    }
  }

  /** Else an interrupt typed into the service's terminal would end it as well. */
  @Test
  void hasAProcessGroupOfItsOwn() throws Exception {
    Process process = shell("read word");
    String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

    assertThat(afterName[GROUP_AFTER_NAME]).isEqualTo("" + process.pid());
    process.destroyForcibly();
  }

  @Test
  void endsBySignals() throws Exception {
    Process asked = shell("read word");
    assertThat(asked.isAlive()).isTrue();
    assertThat(asked.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThatThrownBy(asked::exitValue).isInstanceOf(IllegalThreadStateException.class);
    asked.destroy();
    assertThat(asked.waitFor()).isEqualTo(TERMINATED);
    asked.destroy();

    Process forced = shell("trap '' TERM; read word");
    assertThat(forced.toHandle().isAlive()).isTrue();
    forced.destroyForcibly();
    assertThat(forced.waitFor()).isEqualTo(KILLED);
  }

  @Test
  void whatCannotStartLeavesNothingOpen() throws IOException {
    assertThatThrownBy(() -> start("/no/such/program")).isInstanceOf(IOException.class);
    long before = descriptors();
    assertThatThrownBy(() -> start("/no/such/program"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such file");
    assertThat(descriptors()).isEqualTo(before);
  }

  @Test
  void aProgramThatIsNotAllowedDoesNotStart() {
    BoxRules none = new BoxRules(List.of(), List.of(), List.of(), List.of(), false);
    assertThatThrownBy(() -> BoxedProcess.start(new ProcessBuilder("/bin/true"), none))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("permission denied");
  }

  @Test
  void anInterruptedStartLeavesNoProcess() throws Exception {
    start("true").waitFor();
    long before = descriptors();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> start("cat")).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(descriptors()).isEqualTo(before);
  }

  @Test
  void whatIsNotWaitedForCanBeEnded() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try {
      BoxedChild.end(process.pid());
      assertThat(Path.of("/proc", "" + process.pid())).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void waitsForItsInput() throws Exception {
    int readable = (int) Descriptors.open("/dev/zero", Descriptors.READ_ONLY);
    assertThat(ChildProcess.isReadable(readable, 0)).isTrue();
    Descriptors.close(readable);
    // The end of a pipe that nothing is written to, and which is closed then.
    Process process = shell("read word");
    long silent = Descriptors.open("/proc/" + process.pid() + "/fd/2", Descriptors.READ_ONLY);
    assertThat(ChildProcess.isReadable((int) silent, 20)).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(ChildProcess.isReadable((int) silent, 5_000)).isTrue();
    Descriptors.close(silent);
  }

  private static Process shell(String script) throws IOException {
    return start("sh", "-c", script);
  }

  private static Process start(String... words) throws IOException {
    return BoxedProcess.start(new ProcessBuilder(words), PROGRAMS);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
