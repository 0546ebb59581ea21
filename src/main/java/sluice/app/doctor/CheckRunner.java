package sluice.app.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.config.binding.UnitTypes;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/**
 * Runs checks under a limit of time. A check that hangs, in native code or on a disk, is left
 * behind on its daemon thread.
 */
final class CheckRunner {
  private final Duration limit;

  /** A runner that gives each check so long, above 0, that has no limit of its own. */
  CheckRunner(Duration limit) {
    this.limit = limit;
  }

  /** What a check found, or that it failed or hangs; each in one line, without secrets. */
  List<DoctorReport.Entry> run(DoctorCheck check) {
    return findings(check).stream()
        .map(found -> new DoctorReport.Entry(check.name(), shown(found)))
        .toList();
  }

  private List<Finding> findings(DoctorCheck check) {
    Duration most = check.limit().orElse(limit);
    CompletableFuture<List<Finding>> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("sluice-doctor-" + check.name())
            .start(() -> run(check, answer));
    try {
      return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return List.of(silent(check, most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Finding.problem(about(check) + "not waited for", ""));
    } catch (ExecutionException e) {
      return List.of(failed(check, Failures.unwrap(e)));
    }
  }

  private static void run(DoctorCheck check, CompletableFuture<List<Finding>> answer) {
    try {
      answer.complete(check.run());
    } catch (Throwable e) { // a library that can't be linked is a finding, too
      answer.completeExceptionally(e);
    }
  }

  private static Finding silent(DoctorCheck check, Duration most) {
    return Finding.problem(
        about(check) + "no answer within " + UnitTypes.print(most),
        "a disk, a device or a server hangs; the system's log (dmesg) may say which");
  }

  private static Finding failed(DoctorCheck check, Throwable cause) {
    return cause instanceof SluiceException known
        ? Finding.problem(about(check) + Failures.message(known), "")
        : Finding.problem(
            about(check) + "the check itself failed: " + Failures.reason(cause), "report it");
  }

  private static String about(DoctorCheck check) {
    return check.subject().isEmpty() ? "" : check.subject() + ": ";
  }

  private static Finding shown(Finding finding) {
    return new Finding(finding.level(), shown(finding.found()), shown(finding.advice()));
  }

  private static String shown(String text) {
    return Redaction.redact(MessageText.oneLine(text));
  }
}
