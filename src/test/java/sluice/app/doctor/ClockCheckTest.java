package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.doctor.Finding.Level;

class ClockCheckTest {
  private static final Instant NOW = Instant.parse("2027-06-01T10:00:00Z");

  @TempDir Path root;

  private Finding at(Instant now) {
    return new ClockCheck(root, Clock.fixed(now, ZoneId.of("Europe/Berlin"))).run().getFirst();
  }

  private void synchronised(Duration ago) throws IOException {
    Path file = Files.createDirectories(root.resolve("run/systemd/timesync"));
    Files.setLastModifiedTime(
        Files.createFile(file.resolve("synchronized")), FileTime.from(NOW.minus(ago)));
  }

  @Test
  void withoutATimeService_itIsNotKnown() {
    assertThat(at(NOW).level()).isEqualTo(Level.OK);
    assertThat(at(NOW).found())
        .isEqualTo(
            "2027-06-01 12:00:00 +02:00 in the time zone Europe/Berlin; whether it is synchronised"
                + " is not known");
  }

  @Test
  void aTimeThatCantBe_isAProblem() {
    assertThat(at(ClockCheck.EARLIEST.minusSeconds(1)).level()).isEqualTo(Level.PROBLEM);
    assertThat(at(ClockCheck.EARLIEST).level()).isEqualTo(Level.OK);
    assertThat(at(ClockCheck.LATEST.plusSeconds(1)).level()).isEqualTo(Level.PROBLEM);
  }

  @Test
  void timesyncd_saysWhenItWas() throws IOException {
    synchronised(Duration.ofMinutes(34));

    assertThat(at(NOW).level()).isEqualTo(Level.OK);
    assertThat(at(NOW).found()).endsWith(", synchronised by systemd-timesyncd 34 min ago");
  }

  @Test
  void timesyncd_thatFoundNoServerForLong_isWarnedOf() throws IOException {
    synchronised(Duration.ofDays(5));

    assertThat(at(NOW).level()).isEqualTo(Level.WARNING);
    assertThat(at(NOW).found()).endsWith("but 5 days ago");
  }

  @Test
  void timesyncd_thatNeverWas_isWarnedOf() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/timesync"));

    assertThat(at(NOW).level()).isEqualTo(Level.WARNING);
  }

  @Test
  void otherServices_areNamed() throws IOException {
    Files.createDirectories(root.resolve("run/chrony"));
    Files.createFile(root.resolve("run/chrony/chronyd.pid"));

    assertThat(at(NOW).found()).endsWith(", kept by chrony");
    assertThat(at(NOW).advice()).contains("chronyc tracking");
  }
}
