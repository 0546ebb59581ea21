package sluice.app.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.sandbox.BoxStatus;
import sluice.video.isolation.remote.HelperProgram;
import sluice.video.isolation.remote.IsolatedInputs;

/** Whether sources can be decoded in processes of their own, and in which box; starts one. */
final class IsolationCheck implements DoctorCheck {
  /** A process that doesn't start in its time is ended then, which takes a moment. */
  static final Duration LIMIT = IsolatedInputs.START_LIMIT.plusSeconds(5);

  private final Supplier<BoxStatus> trial;
  private final Optional<SecurityConfig> wanted;

  /** A check of what a configuration wants. */
  IsolationCheck(Optional<ServiceConfig> config) {
    this(IsolationCheck::start, config.map(ServiceConfig::security));
  }

  /** With another trial, for tests: gives what is in force in a process. */
  IsolationCheck(Supplier<BoxStatus> trial, Optional<SecurityConfig> wanted) {
    this.trial = trial;
    this.wanted = wanted;
  }

  private static BoxStatus start() {
    try (IsolatedInputs inputs = new IsolatedInputs(HelperProgram.ofThisProcess())) {
      return inputs.trial();
    }
  }

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public Optional<Duration> limit() {
    return Optional.of(LIMIT);
  }

  @Override
  public List<Finding> run() {
    BoxStatus box;
    try {
      box = trial.get();
    } catch (SluiceException e) {
      return List.of(
          isOn()
              ? Finding.problem(Failures.message(e), "")
              : Finding.warning(Failures.message(e), "it is not used: security.isolation = off"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "a process that decodes starts"
                + (box.isWhole() ? ", in a whole box (files, ports, signals, system calls)" : "")));
    box.missing().forEach(wall -> findings.add(missing(wall)));
    if (box.root() && isOn()) {
      findings.add(
          Finding.warning(
              "the service would run as root, and so would what gets out of a decoder's box",
              "run it as a user of its own"));
    }
    return findings;
  }

  private Finding missing(String wall) {
    String found = "the box around decoders' processes lacks " + wall;
    if (isOn() && wanted.map(SecurityConfig::isolationRequired).orElse(false)) {
      return Finding.problem(found, "security.isolation-required refuses sources so");
    }
    return isOn()
        ? Finding.warning(found, "they still hold crashes; a newer kernel or another container")
        : Finding.ok(found, "it is not used: security.isolation = off");
  }

  private boolean isOn() {
    return wanted.map(SecurityConfig::isolation).orElse(Isolation.DEFAULT) != Isolation.OFF;
  }
}
