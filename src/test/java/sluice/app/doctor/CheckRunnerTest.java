package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

@Timeout(30)
class CheckRunnerTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);

  private record Made(String subject, Supplier<List<Finding>> findings) implements DoctorCheck {
    @Override
    public String name() {
      return "made";
    }

    @Override
    public List<Finding> run() {
      return findings.get();
    }
  }

  private static List<Finding> run(Duration limit, String subject, Supplier<List<Finding>> check) {
    List<DoctorReport.Entry> entries = new CheckRunner(limit).run(new Made(subject, check));
    assertThat(entries).extracting(DoctorReport.Entry::check).containsOnly("made");
    return entries.stream().map(DoctorReport.Entry::finding).toList();
  }

  @Test
  void findings_areKept() {
    List<Finding> found = List.of(Finding.ok("one"), Finding.warning("two", "do it"));

    assertThat(run(LONG, "", () -> found)).isEqualTo(found);
  }

  @Test
  void aCheckThatHangs_isLeftBehind() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    Supplier<List<Finding>> hangs =
        () -> {
          boolean deaf = true;
          while (deaf) { // as native code is to an interrupt
            try {
              never.await();
              deaf = false;
            } catch (InterruptedException e) {
              // goes on waiting
            }
          }
          left.countDown();
          return List.of();
        };

    assertThat(run(SHORT, "state /x", hangs))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.level()).isEqualTo(Finding.Level.PROBLEM);
              assertThat(found.found()).isEqualTo("state /x: no answer within 20ms");
              assertThat(found.advice()).isNotEmpty();
            });
    assertThat(left.getCount()).as("it hangs still").isEqualTo(1);
    never.countDown();
    left.await();
  }

  @Test
  void aCheckMayHaveALimitOfItsOwn() {
    CountDownLatch never = new CountDownLatch(1);
    DoctorCheck patient =
        new DoctorCheck() {
          @Override
          public String name() {
            return "patient";
          }

          @Override
          public Optional<Duration> limit() {
            return Optional.of(SHORT);
          }

          @Override
          public List<Finding> run() {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return List.of();
          }
        };

    assertThat(new CheckRunner(Duration.ofHours(1)).run(patient))
        .singleElement()
        .satisfies(entry -> assertThat(entry.finding().found()).isEqualTo("no answer within 20ms"));
  }

  @Test
  void aCheckThatFails_isAProblem_inItsOwnWords() {
    assertThat(
            run(
                LONG,
                "",
                () -> {
                  throw new SluiceException(ErrorCode.DEVICE, "no such\n  device");
                }))
        .containsExactly(Finding.problem("no such device", ""));
    assertThat(
            run(
                LONG,
                "here",
                () -> {
                  throw new UnsatisfiedLinkError("libx.so is missing");
                }))
        .containsExactly(
            Finding.problem("here: the check itself failed: libx.so is missing", "report it"));
  }

  @Test
  void secrets_areMasked() {
    assertThat(
            run(
                LONG,
                "",
                () -> List.of(Finding.warning("rtsp://u:pw@h/x is", "see token=abcdefgh"))))
        .containsExactly(Finding.warning("rtsp://***@h/x is", "see token=***"));
  }
}
