package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.ChildJvm;
import sluice.testing.TinySsd;

/** The short form of {@link MemoryRun}. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class MemoryRunIT {
  private static final Pattern GROWN =
      Pattern.compile("grown after the first tenth: (-?[\\d.]+) MB, (-?[\\d.]+) %");

  /** So short a run may still load classes and compile code. */
  private static final double SLACK_MB = 8;

  private static final double PERCENT = 5;

  @TempDir Path folder;

  @Test
  void residentMemory_doesNotGrow() throws IOException, InterruptedException {
    Path clip = BrightClip.write(folder, "clip.mkv", BrightClip.PERIOD);
    Path model = TinySsd.write(folder);
    Path errors = folder.resolve("stderr");
    Process child =
        ChildJvm.start(
            ChildJvm.command(
                List.of("-Xmx128m", "-Xmn16m", "-XX:+UseSerialGC"),
                MemoryRun.class,
                clip,
                model,
                3000),
            errors.toFile());
    String out = child.inputReader().readAllAsString();

    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(out).contains("finished 3000 of 3000", "leases left open 0, pictures open 0");
    Matcher grown = GROWN.matcher(out);
    assertThat(grown.find()).as(out).isTrue();
    double megabytes = Double.parseDouble(grown.group(1));
    double fivePercent = megabytes / Double.parseDouble(grown.group(2)) * PERCENT;
    assertThat(megabytes).as(out).isLessThan(fivePercent + SLACK_MB);
  }
}
