package sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;
import sluice.testing.ServiceChild;

/**
 * Signals to the installed {@code sluice run} at all moments of its start, without a terminal: they
 * do what they do later.
 */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
class EarlySignalsIT {
  private static final Path LAUNCHER =
      Path.of("target", "sluice", "bin", "sluice").toAbsolutePath();
  private static final long TERM_BIT = 1L << 14;

  @TempDir Path folder;
  private Path log;
  private ServiceChild child;

  /** How far the start has come. */
  private enum Moment {
    /** The JVM is being loaded. */
    JVM {
      @Override
      boolean isReached(ServiceChild child) {
        return executable(child).endsWith("/java");
      }
    },
    /** Its libraries are there: classes are being loaded. */
    CLASSES {
      @Override
      boolean isReached(ServiceChild child) {
        return text(child, "maps").contains("/modules");
      }
    },
    /** The program has its signals. */
    PROGRAM {
      @Override
      boolean isReached(ServiceChild child) {
        return executable(child).endsWith("/java") && catchesTerm(child);
      }
    },
    FIRST_LINE {
      @Override
      boolean isReached(ServiceChild child) {
        return !child.log().isEmpty();
      }
    },
    LISTENS {
      @Override
      boolean isReached(ServiceChild child) {
        return child.log().contains("listening on");
      }
    };

    abstract boolean isReached(ServiceChild child);
  }

  @BeforeEach
  void isPackaged() throws IOException, InterruptedException {
    assumeTrue(Files.exists(LAUNCHER), "target/sluice is not there: run mvn package first");
    Interrupts.require();
  }

  @AfterEach
  void leaveNoProcess() {
    if (child != null) {
      child.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void terminationSignal_endsInOrder(Moment moment) throws Exception {
    configure("a");
    start(Path.of(System.getProperty("java.home")));
    await(moment);

    child.signal("TERM");

    assertThat(child.exitCode()).as(child.log()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void hangUp_readsTheConfigurationAgain(Moment moment) throws Exception {
    configure("a");
    start(Path.of(System.getProperty("java.home")));
    await(moment);

    configure("a", "b");
    child.signal("HUP");

    child.awaitLog("streams: ", 2); // of the start, and of the reload
    assertThat(child.log()).containsAnyOf("1 added (b)", "streams: 2, models");
    assertThat(child.end()).as(child.log()).isZero();
  }

  @Test
  void terminationSignal_endsTheLauncherInOrder() throws Exception {
    configure("a");
    try (RandomAccessFile release = startHeldLauncher()) {
      child.signal("TERM");
      release.writeBytes("\n"); // a shell acts on a signal once it has read its line

      assertThat(child.exitCode()).as(child.log()).isZero();
      assertThat(child.log()).isEmpty();
    }
  }

  @Test
  void hangUp_leavesTheLauncherAlone() throws Exception {
    configure("a");
    try (RandomAccessFile release = startHeldLauncher()) {
      child.signal("HUP");
      configure("a", "b");
      release.write("JAVA_VERSION=\"25\"\n".getBytes(StandardCharsets.US_ASCII));
    }
    child.awaitLog("streams: 2, models", 1);
    assertThat(child.end()).as(child.log()).isZero();
  }

  @Test
  void ignoredHangUp_staysIgnored() throws Exception {
    configure("a");
    start(Path.of(System.getProperty("java.home")), "env", "--ignore-signal=HUP");
    await(Moment.LISTENS);
    configure("a", "b");
    child.signal("HUP");

    assertThat(child.end()).as(child.log()).isZero();
    assertThat(child.log()).doesNotContain("1 added");
  }

  /** The launcher reads what a Java says of itself out of a pipe, and waits there. */
  private RandomAccessFile startHeldLauncher() throws IOException, InterruptedException {
    Path java = Files.createDirectory(folder.resolve("java"));
    Path real = Path.of(System.getProperty("java.home"), "bin", "java");
    Path bin = Files.createDirectory(java.resolve("bin"));
    Files.writeString(bin.resolve("java"), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    assertThat(bin.resolve("java").toFile().setExecutable(true)).isTrue();
    Path release = java.resolve("release");
    assertThat(ChildJvm.start(List.of("mkfifo", release.toString())).waitFor()).isZero();
    RandomAccessFile pipe = new RandomAccessFile(release.toFile(), "rw");
    start(java);
    Awaitility.await("the launcher waits")
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> text(child, "cmdline").contains("sh\0") && catchesTerm(child));
    return pipe;
  }

  private void start(Path java, String... before) throws IOException {
    log = folder.resolve("log");
    child =
        ServiceChild.installed(
            LAUNCHER,
            folder.resolve("a.conf"),
            log,
            Map.of("SLUICE_JAVA_HOME", java.toString()),
            before.length == 0 ? new String[] {"env", "--default-signal=INT,HUP"} : before);
  }

  private void await(Moment moment) {
    Awaitility.await(moment.toString())
        .atMost(60, TimeUnit.SECONDS)
        .pollDelay(0, TimeUnit.MILLISECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> !child.isAlive() || moment.isReached(child));
  }

  private void configure(String... streams) throws IOException {
    StringBuilder text = new StringBuilder("sluice { data-dir = \"" + folder + "/data\"\n");
    text.append("http.port = 0\nmodels.tiny.model = person-detection-hog\n");
    for (String stream : streams) {
      text.append("streams.")
          .append(stream)
          .append(" { source = \"demo:\", model = tiny, enabled = false }\n");
    }
    Path whole = Files.writeString(folder.resolve("new.conf"), text.append("}\n"));
    Files.move(whole, folder.resolve("a.conf"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean catchesTerm(ServiceChild child) {
    return text(child, "status")
        .lines()
        .filter(line -> line.startsWith("SigCgt:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & TERM_BIT) != 0);
  }

  private static String executable(ServiceChild child) {
    try {
      return Files.readSymbolicLink(proc(child, "exe")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(ServiceChild child, String name) {
    try {
      return Files.readString(proc(child, name), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      if (child.isAlive()) {
        throw new UncheckedIOException(e);
      }
      return "";
    }
  }

  private static Path proc(ServiceChild child, String name) {
    return Path.of("/proc", Long.toString(child.pid()), name);
  }
}
