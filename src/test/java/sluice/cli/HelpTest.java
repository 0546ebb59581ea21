package sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import sluice.app.ModelFamilies;
import sluice.core.ErrorCode;
import sluice.core.SluiceVersion;
import sluice.core.model.ModelFamily;

class HelpTest {
  private final Cli cli = new Cli();

  /** Every command, as it is typed, those below another one too; {@code help} apart. */
  static Stream<String> commands() {
    return Stream.concat(Stream.of(""), below("", Cli.parser()));
  }

  private static Stream<String> below(String line, CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(entry -> !(entry.getValue().getCommand() instanceof HelpCommand))
        .flatMap(
            entry -> {
              String deeper = (line + " " + entry.getKey()).strip();
              return Stream.concat(Stream.of(deeper), below(deeper, entry.getValue()));
            });
  }

  private static CommandLine command(String line) {
    CommandLine command = Cli.parser();
    for (String name : line.isEmpty() ? new String[0] : line.split(" ")) {
      command = command.getSubcommands().get(name);
    }
    return command;
  }

  @Test
  void commands_areFoundBelowOthersToo() {
    assertThat(commands()).contains("", "detect", "run", "models", "models list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect", "run", "models"})
  void helpCommand_printsTheSameAsTheFlag(String command) {
    assertThat(cli.run("help", command).out()).isEqualTo(cli.run(command, "--help").out());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyFlag_isInTheHelpText_onceAndWithADescription(String command) {
    String help = cli.runLine((command + " --help").strip()).out();

    assertThat(command(command).getCommandSpec().usageMessage().description()).isNotEmpty();
    for (OptionSpec option : options(command)) {
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
      String value = option.arity().min() > 0 ? "=" : "\\[=";
      String end = option.arity().max() > 0 ? value : "\\s";
      Pattern row =
          Pattern.compile("(?m)^ {2,6}(-\\S+, )*" + Pattern.quote(option.longestName()) + end);
      assertThat(row.matcher(help).results().count()).as(option.longestName()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void exitCodes_areDocumented(String command) {
    Cli.Result result = cli.runLine((command + " --help").strip());

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(result.out()).containsPattern("\n  " + code.exitCode() + " +[a-z]");
    }
    assertThat(result.out()).containsPattern("\n  130 +ended in order by Ctrl-C");
    assertThat(result.out().lines()).allMatch(text -> text.length() <= 80);
  }

  @Test
  void descriptions_areWrappedWhereALineEnds() {
    assertThat(cli.run("bench", "--help").out())
        .contains(
            """
            Measure ways to put a video through a model, side by side in one process: loops
            as one writes them by hand, Sluice's own stream, and the device alone.
            """);
    assertThat(cli.run("tune", "--help").out())
        .contains(
            """
            Search the settings with which this machine runs a model best, and print them
            to paste: hint, streams, threads, requests, pinning, precision, prepared frames
            that wait.
            """);
  }

  @Test
  void detectFlags_areGroupedUnderHeadings() {
    assertThat(cli.run("detect", "--help").out())
        .startsWith("Usage: sluice detect [INPUT...] [-m MODEL] [OPTIONS]\n")
        .containsSubsequence(
            "\nModel and device:\n",
            "--model",
            "--property",
            "\nWhat of the inputs:\n",
            "--limit",
            "--delivery",
            "\nResults:\n",
            "--json",
            "--quiet",
            "\nGeneral:\n",
            "--input",
            "--stacktrace",
            "--help",
            "\nExit codes:\n");
  }

  @Test
  void missingCommand_isRefused_namingTheCommands() {
    assertThat(cli.run())
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "sluice: COMMAND: missing (expected: detect, run, bench, tune, models, devices,"
                    + " doctor, check, token, sinks, cluster, probe, completion, help); see 'sluice"
                    + " --help'\n"));
  }

  @Test
  void unknownCommand_isRefused_withNearestName() {
    assertThat(cli.run("detct").err())
        .isEqualTo("sluice: detct: no such command (nearest: detect); see 'sluice --help'\n");
    assertThat(cli.run("help", "detct").err())
        .isEqualTo("sluice: Unknown subcommand 'detct'; see 'sluice --help'\n");
  }

  @Test
  void version_isThatOfTheProject() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));

    assertThat(pom)
        .contains(
            "<artifactId>sluice</artifactId>\n  <version>" + SluiceVersion.NUMBER + "</version>");
    assertThat(cli.run("--version").out().lines())
        .first()
        .isEqualTo("sluice " + SluiceVersion.NUMBER);
    assertThat(cli.run("detect", "--version").out())
        .contains("\nJava " + Runtime.version().feature());
  }

  @ParameterizedTest
  @CsvSource({"1, de, detect devices", "2, detect --pref, --prefetch", "2, devices --js, --json"})
  void completion_containsCommandsAndFlags(int word, String typed, String completed)
      throws IOException {
    String script =
        cli.run("completion").out()
            + "\nCOMP_WORDS=(sluice "
            + typed
            + "); COMP_CWORD="
            + word
            + "; _complete_sluice; echo \"${COMPREPLY[*]}\"\n";
    // compopt complains, as no completion is going on.
    Process bash = new ProcessBuilder("bash").redirectError(Redirect.DISCARD).start();
    try (var input = bash.outputWriter()) {
      input.write(script);
    }

    assertThat(bash.inputReader().readAllAsString().strip()).isEqualTo(completed);
  }

  private static List<OptionSpec> options(String command) {
    return command(command).getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .toList();
  }

  @Test
  void everyFamily_isNamed() {
    assertThat(cli.run("detect", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "auto (default; by ports and metadata, and it says what it chose), "
                + String.join(", ", ModelFamily.wireNames(ModelFamilies.facts())));
  }
}
