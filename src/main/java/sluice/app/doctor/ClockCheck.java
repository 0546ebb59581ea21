package sluice.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The clock: whether it can be right, who keeps it so, and the time zone. By files alone that time
 * services leave; nothing is asked over the network.
 */
final class ClockCheck implements DoctorCheck {
  /** No Sluice of this version ran before. */
  static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /** The clocks of no machine that this runs on are to be trusted beyond. */
  static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  /** systemd-timesyncd writes it again with each answer of its server, a day apart at the most. */
  private static final Path TIMESYNC = Path.of("run/systemd/timesync");

  private static final Duration LONG_AGO = Duration.ofDays(2);

  /** What other services have there while they run. */
  private static final List<Service> SERVICES =
      List.of(
          new Service(
              "chrony", "'chronyc tracking'", List.of("run/chrony/chronyd.pid", "run/chronyd.pid")),
          new Service("ntpd", "'ntpq -p'", List.of("run/ntpd.pid", "run/ntp/ntpd.pid")));

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private final Path root;
  private final Clock clock;

  private record Service(String name, String command, List<String> files) {}

  /** A check that looks below a root, where {@code run} is. */
  ClockCheck(Path root, Clock clock) {
    this.root = root;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<Finding> run() {
    Instant now = clock.instant();
    String found =
        "%s in the time zone %s"
            .formatted(TIME.format(ZonedDateTime.now(clock)), clock.getZone().getId());
    if (now.isBefore(EARLIEST) || now.isAfter(LATEST)) {
      return List.of(
          Finding.problem(
              found + ", which can't be",
              "set the clock: certificates, times of events and ages of files go by it"));
    }
    return List.of(synchronised(found, now));
  }

  private Finding synchronised(String found, Instant now) {
    Optional<Instant> last = lastOfTimesync();
    if (last.isPresent()) {
      Duration age = Duration.between(last.get(), now);
      return age.compareTo(LONG_AGO) > 0
          ? Finding.warning(
              "%s, synchronised by systemd-timesyncd, but %d days ago"
                  .formatted(found, age.toDays()),
              "look at 'timedatectl timesync-status': its server may be out of reach")
          : Finding.ok(
              "%s, synchronised by systemd-timesyncd %s"
                  .formatted(found, age.truncatedTo(ChronoUnit.MINUTES).toMinutes() + " min ago"));
    }
    for (Service service : SERVICES) {
      if (service.files().stream().anyMatch(file -> Files.exists(root.resolve(file)))) {
        return Finding.ok(
            "%s, kept by %s".formatted(found, service.name()),
            service.command() + " says how exactly");
      }
    }
    return Files.isDirectory(root.resolve(TIMESYNC))
        ? Finding.warning(
            found + ", which systemd-timesyncd has not synchronised yet",
            "look at 'timedatectl timesync-status': its server may be out of reach")
        : Finding.ok(
            found + "; whether it is synchronised is not known",
            "'timedatectl' tells, for a container that of its host");
  }

  private Optional<Instant> lastOfTimesync() {
    try {
      return Optional.of(
          Files.getLastModifiedTime(root.resolve(TIMESYNC).resolve("synchronized")).toInstant());
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }
}
