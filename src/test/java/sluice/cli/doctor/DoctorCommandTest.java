package sluice.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.app.doctor.DoctorReport;
import sluice.app.doctor.DoctorReport.Entry;
import sluice.app.doctor.Finding;
import sluice.cli.Cli;

class DoctorCommandTest {
  private static final Entry FINE = new Entry("java", Finding.ok("Java 25"));
  private static final Entry LITTLE =
      new Entry("disk", Finding.warning("little room", "make some"));
  private static final Entry BAD = new Entry("ports", Finding.problem("taken", "take another"));

  private final Cli cli = new Cli();
  private final List<Optional<Path>> files = new ArrayList<>();

  private Cli.Result run(List<Entry> entries, String... arguments) {
    cli.doctor =
        (file, each) -> {
          files.add(file);
          entries.forEach(each);
          return new DoctorReport(entries);
        };
    return cli.run(arguments);
  }

  @Test
  void findings_areALineEach() {
    assertThat(run(List.of(FINE, LITTLE, BAD), "doctor"))
        .isEqualTo(
            new Cli.Result(
                10,
                """
                ok       java: Java 25
                warning  disk: little room; make some
                problem  ports: taken; take another
                """,
                ""));
  }

  @Test
  void warnings_dontFail() {
    assertThat(run(List.of(FINE, LITTLE), "doctor").exitCode()).isZero();
    assertThat(run(List.of(FINE, LITTLE), "doctor", "--json").exitCode()).isZero();
    assertThat(run(List.of(BAD), "doctor", "--json").exitCode()).isEqualTo(10);
  }

  @Test
  void json_isOneObject() {
    assertThat(run(List.of(FINE, BAD), "doctor", "--json").out().replaceAll("\\s+", ""))
        .isEqualTo(
            "{\"problems\":1,\"warnings\":0,\"findings\":["
                + "{\"check\":\"java\",\"level\":\"ok\",\"found\":\"Java25\"},"
                + "{\"check\":\"ports\",\"level\":\"problem\",\"found\":\"taken\","
                + "\"advice\":\"takeanother\"}]}");
  }

  @Test
  void theConfiguration_isTheOneThatIsNamed() {
    run(List.of(), "doctor", "-c", "my.conf");
    run(List.of(), "doctor");

    assertThat(files).containsExactly(Optional.of(Path.of("my.conf")), Optional.empty());
  }

  @Test
  void help_hasHeadingsAndExamples() {
    assertThat(cli.run("doctor", "--help").out())
        .containsSubsequence(
            "\nWhat is looked at, and how it is shown:\n",
            "--config",
            "--json",
            "\nGeneral:\n",
            "\nExamples:\n",
            "sluice doctor --json");
  }
}
