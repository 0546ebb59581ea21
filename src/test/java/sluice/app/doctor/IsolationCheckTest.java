package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import sluice.app.doctor.Finding.Level;
import sluice.cli.doctor.DoctorCommand;
import sluice.config.settings.HostRules;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.core.DecoderCrashException;
import sluice.sandbox.BoxStatus;

/** What the doctor says of processes that decode. */
class IsolationCheckTest {
  private static final BoxStatus WHOLE = new BoxStatus(7, true, true, true, true, false, List.of());
  private static final BoxStatus POOR =
      new BoxStatus(0, false, false, true, true, true, List.of("files (no Landlock)"));

  @Test
  void aWholeBoxIsFine() {
    assertThat(new IsolationCheck(() -> WHOLE, security(Isolation.NETWORK, true)).run())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.level()).isEqualTo(Level.OK);
              assertThat(found.found()).contains("whole box");
            });
  }

  @Test
  void whatIsMissingCountsAsMuchAsTheConfigurationWantsIt() {
    assertThat(levels(new IsolationCheck(() -> POOR, security(Isolation.OFF, false))))
        .containsExactly(Level.OK, Level.OK);
    assertThat(levels(new IsolationCheck(() -> POOR, security(Isolation.OFF, true))))
        .as("nothing is refused where nothing is isolated")
        .containsExactly(Level.OK, Level.OK);
    assertThat(levels(new IsolationCheck(() -> POOR, security(Isolation.NETWORK, false))))
        .containsExactly(Level.OK, Level.WARNING, Level.WARNING);
    assertThat(levels(new IsolationCheck(() -> POOR, security(Isolation.NETWORK, true))))
        .containsExactly(Level.OK, Level.PROBLEM, Level.WARNING);
  }

  @Test
  void aProcessThatDoesNotStartIsAProblemWhereItIsWanted() {
    Supplier<BoxStatus> broken =
        () -> {
          throw new DecoderCrashException("it did not start", false);
        };

    assertThat(new IsolationCheck(broken, security(Isolation.ALL, false)).run())
        .containsExactly(Finding.problem("it did not start", ""));
    assertThat(levels(new IsolationCheck(broken, security(Isolation.OFF, false))))
        .containsExactly(Level.WARNING);
  }

  /** Where it is told it can't be derived. */
  @Test
  void timeOfTheTrial_isToldAsItIs() throws IOException {
    String seconds = IsolationCheck.LIMIT.toSeconds() + " s";

    assertThat(String.join(" ", DoctorCommand.class.getAnnotation(Command.class).description()))
        .contains("that of the process after " + seconds + ".");
    assertThat(Files.readString(Path.of("src/docs/doctor.md")))
        .contains("`isolation` " + seconds + ".");
  }

  private static List<Level> levels(IsolationCheck check) {
    return check.run().stream().map(Finding::level).toList();
  }

  private static Optional<SecurityConfig> security(Isolation isolation, boolean required) {
    return Optional.of(
        new SecurityConfig(
            Set.of("rtsp"),
            new HostRules(List.of()),
            new HostRules(List.of()),
            List.of(),
            Optional.empty(),
            isolation,
            required));
  }
}
