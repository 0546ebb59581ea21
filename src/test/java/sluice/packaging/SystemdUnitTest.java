package sluice.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit. */
class SystemdUnitTest {
  private static final Path UNIT = Path.of("src/packaging/systemd/sluice.service");
  private static final String INSTALLED = "/opt/sluice/bin/sluice";

  /** Of 100, as {@code systemd-analyze security} counts; a unit without hardening has 96. */
  private static final int MOST_EXPOSURE = 20;

  @TempDir Path folder;

  private record Outcome(int exitCode, String output) {}

  @Test
  void systemdUnit_passesVerify() throws Exception {
    Outcome verified = analyze("verify", "--man=no", "--recursive-errors=no");

    assertThat(verified.output()).isEmpty();
    assertThat(verified.exitCode()).isZero();
  }

  @Test
  void partForNodesOfACluster_passesVerify() throws Exception {
    Path parts = Files.createDirectory(folder.resolve("sluice.service.d"));
    Path part = Path.of("src/packaging/systemd/cluster/cluster.conf");
    Files.copy(part, parts.resolve(part.getFileName()));

    Outcome verified = analyze("verify", "--man=no", "--recursive-errors=no");

    assertThat(verified.output()).isEmpty();
    assertThat(verified.exitCode()).isZero();
  }

  @Test
  void systemdUnit_staysBelowExposureThreshold() throws Exception {
    Outcome security =
        analyze("security", "--no-pager", "--offline=yes", "--threshold=" + MOST_EXPOSURE);

    assertThat(security.exitCode()).as(security.output()).isZero();
  }

  @Test
  void systemdStopTimeout_exceedsServiceTimeout() throws IOException {
    long waits = Long.parseLong(setting("TimeoutStopSec").replaceFirst("s$", ""));

    assertThat(waits).isGreaterThan(Shipped.config().shutdown().timeout().toSeconds() + 30);
  }

  @Test
  void service_isRestarted_afterAnyExit() throws IOException {
    assertThat(setting("Restart")).isEqualTo("always");
    assertThat(setting("StartLimitIntervalSec")).isEqualTo("0");
    assertThat(Files.readString(UNIT)).doesNotContain("RestartPreventExitStatus");
  }

  /**
   * Else processes of decoders have no box, and one that takes too much memory ends the service.
   */
  @Test
  void decoders_canBeBoxed_andEndAlone() throws IOException {
    assertThat(Files.readString(UNIT))
        .containsPattern(
            "(?m)^SystemCallFilter=landlock_create_ruleset landlock_add_rule"
                + " landlock_restrict_self seccomp capset$");
    assertThat(setting("OOMPolicy")).isEqualTo("continue");
  }

  /** What the unit starts isn't installed where tests run; the launcher of the sources is. */
  private Outcome analyze(String... words) throws Exception {
    assumeTrue(isInstalled(), "systemd-analyze is not there: the unit can't be verified");
    String launcher = Path.of("src/dist/bin/sluice").toAbsolutePath().toString();
    Path unit = folder.resolve("sluice.service");
    Files.writeString(unit, Files.readString(UNIT).replace(INSTALLED, launcher));
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(List.of("systemd-analyze"));
    command.addAll(List.of(words));
    command.add(unit.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended within a minute").isTrue();
    return new Outcome(process.exitValue(), Files.readString(output, UTF_8));
  }

  private static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, "systemd-analyze"))) {
        return true;
      }
    }
    return false;
  }

  private static String setting(String key) throws IOException {
    Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(Files.readString(UNIT));
    assertThat(line.find()).as(key).isTrue();
    return line.group(1);
  }
}
