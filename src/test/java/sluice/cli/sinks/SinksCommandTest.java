package sluice.cli.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.sink.TestedSink;
import sluice.cli.Cli;
import sluice.config.sink.SinkConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkTestResult;

class SinksCommandTest {
  private final Cli cli = new Cli();
  private final List<String> asked = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void writeConfiguration() throws IOException {
    file =
        Files.writeString(
                folder.resolve("a.conf"),
                """
                sluice.security.sink-hosts = ["10.1.2.3"]
                sluice.sinks.hub { type = webhook, url = "http://10.1.2.3/x" }
                sluice.sinks.lines { type = json-lines, path = "{stream}.jsonl" }
                sluice.streams.lobby { source = "demo:", sinks = [hub, lines] }
                sluice.streams.gate { source = "demo:", sinks = [hub] }
                """)
            .toString();
    cli.sinks =
        (sinks, rules) -> {
          sinks.stream().map(SinkConfig::name).forEach(asked::add);
          hosts.addAll(rules.rules());
          return sinks.stream().map(SinksCommandTest::tested).toList();
        };
  }

  /** The hub fails; all else works. */
  private static TestedSink tested(SinkConfig sink) {
    SinkTestResult result =
        sink.name().equals("hub")
            ? new SinkTestResult(
                List.of(), Optional.of("takes no\nconnection"), Duration.ofMillis(1_234))
            : new SinkTestResult(
                List.of(new SinkFact("folder", "/data"), new SinkFact("free space", "7 MiB")),
                Optional.empty(),
                Duration.ofMillis(20));
    return new TestedSink(sink.name(), sink.variant().name(), result);
  }

  @Test
  void sinks_areListed_withTheStreamsThatUseThem() {
    assertThat(cli.run("sinks", "list", "-c", file))
        .isEqualTo(
            new Cli.Result(
                0,
                """
                name   type        streams
                hub    webhook     lobby gate
                lines  json-lines  lobby
                """,
                ""));
    assertThat(cli.run("sinks", "list", "-c", file, "--json").out())
        .isEqualToIgnoringWhitespace(
            """
            [ { "name" : "hub", "type" : "webhook", "streams" : [ "lobby", "gate" ] },
              { "name" : "lines", "type" : "json-lines", "streams" : [ "lobby" ] } ]
            """);
  }

  @Test
  void allSinks_areTested_unlessSomeAreNamed() {
    Cli.Result result = cli.run("sinks", "test", "-c", file);

    assertThat(asked).containsExactly("hub", "lines");
    assertThat(hosts).as("the rules of the configuration").containsExactly("10.1.2.3");
    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                7,
                """
                hub (webhook): fails, in 1.23 s
                  takes no connection
                lines (json-lines): works, in 0.02 s
                  folder      /data
                  free space  7 MiB
                """,
                "sluice: 1 sink of 2 failed: hub (expected: all work)\n"));
  }

  @Test
  void namedSinks_areTested_onceEach_inTheirOrder() {
    assertThat(cli.run("sinks", "test", "lines", "hub", "lines", "-c", file).exitCode())
        .isEqualTo(7);
    assertThat(asked).containsExactly("lines", "hub");
    assertThat(cli.run("sinks", "test", "lines", "-c", file).exitCode()).isZero();
  }

  @Test
  void tests_areWritten_asJson() {
    Cli.Result result = cli.run("sinks", "test", "--json", "-c", file);

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out())
        .isEqualToIgnoringWhitespace(
            """
            [ { "name" : "hub", "type" : "webhook", "fine" : false, "facts" : [ ],
                "failure" : "takes no\\nconnection", "took_ms" : 1234 },
              { "name" : "lines", "type" : "json-lines", "fine" : true,
                "facts" : [ { "name" : "folder", "value" : "/data" },
                            { "name" : "free space", "value" : "7 MiB" } ],
                "took_ms" : 20 } ]
            """);
  }

  @Test
  void unknownName_isRefused_namingThoseThatThereAre() {
    assertThat(cli.run("sinks", "test", "line", "-c", file))
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "sluice: NAME: line (expected: a sink of %s: hub, lines; nearest: lines); see 'sluice sinks test --help'\n"
                    .formatted(file)));
    assertThat(asked).isEmpty();
  }

  @Test
  void configurationWithoutSinks_isSaid() throws IOException {
    String empty =
        Files.writeString(folder.resolve("b.conf"), "sluice.log.level = warn\n").toString();

    assertThat(cli.run("sinks", "test", "-c", empty))
        .isEqualTo(new Cli.Result(0, empty + " has no sinks\n", ""));
    assertThat(cli.run("sinks", "list", "-c", empty).out()).isEqualTo(empty + " has no sinks\n");
    assertThat(cli.run("sinks", "test", "hub", "-c", empty).err())
        .startsWith("sluice: NAME: hub (expected: a sink of " + empty + ", which has none)");
    assertThat(asked).isEmpty();
  }

  @Test
  void problemsOfTheConfiguration_areSaid_andWhereToReadAll() throws IOException {
    String wrong =
        Files.writeString(folder.resolve("c.conf"), "sluice.log.level = wran\nsluice.a = 1\n")
            .toString();

    Cli.Result result = cli.run("sinks", "test", "-c", wrong);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .hasLineCount(1)
        .contains(wrong + ":", "'sluice check -c " + wrong + "' lists 1 problem more");
  }

  @Test
  void missingCommand_isRefused() {
    assertThat(cli.run("sinks").err())
        .isEqualTo("sluice: COMMAND: missing (expected: list, test); see 'sluice sinks --help'\n");
  }

  @Test
  void failureOfAllTests_isReported() {
    cli.sinks =
        (sinks, rules) -> {
          throw new SluiceException(ErrorCode.OUTPUT, "no place");
        };

    assertThat(cli.run("sinks", "test", "-c", file))
        .isEqualTo(new Cli.Result(7, "", "sluice: no place\n"));
  }
}
