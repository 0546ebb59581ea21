package sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher gives to Java. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "memory is looked up in /proc")
class LauncherTest {
  private static final Path LAUNCHER = Path.of("src/dist/bin/sluice").toAbsolutePath();

  @TempDir Path java;

  @BeforeEach
  void writeJavaThatShowsItsArguments() throws IOException {
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path command = Files.createDirectory(java.resolve("bin")).resolve("java");
    Files.writeString(command, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> flags(String start, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", LAUNCHER.toString(), "run");
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("SLUICE_JAVA_HOME", java.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Arrays.stream(said.split("\n")).filter(flag -> flag.startsWith(start)).toList();
  }

  /** What tests hold of Java's flags holds of the program. */
  @Test
  void flagsOfTheTests_areThoseOfTheProgram() throws Exception {
    Matcher flags =
        Pattern.compile("<jvm\\.flags>([^<]+)</jvm\\.flags>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(flags.find()).isTrue();

    assertThat(flags("-", Map.of())).contains(flags.group(1).split(" "));
  }

  @Test
  void heap_isAQuarterOfWhatThereIs_withinBounds() throws Exception {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long quarter = system.getTotalMemorySize() / 4 / (1 << 20);
    long expected = Math.clamp(quarter, 128, 1024);
    assertThat(flags("-Xmx", Map.of())).containsExactly("-Xmx" + expected + "m");
  }

  @Test
  void heap_isSetByOneVariable() throws Exception {
    assertThat(flags("-Xmx", Map.of("SLUICE_HEAP", "300m"))).containsExactly("-Xmx300m");
  }

  @Test
  void flagsOfTheJvm_winOverTheSizeThatIsFound() throws Exception {
    assertThat(flags("-Xmx", Map.of("SLUICE_OPTS", "-Xmx99m"))).containsExactly("-Xmx99m");
    assertThat(flags("-Xmx", Map.of("SLUICE_OPTS", "-XX:MaxRAMPercentage=50"))).isEmpty();
  }

  @Test
  void outOfMemory_endsTheProcess() throws Exception {
    assertThat(flags("-XX:+ExitOnOutOfMemoryError", Map.of())).hasSize(1);
  }
}
