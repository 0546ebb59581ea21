package sluice.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.cli.Cli;

class CheckCommandTest {
  private final Cli cli = new Cli();
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.conf"), text);
  }

  @Test
  void fileWithoutProblems_isAccepted() throws IOException {
    Path file =
        file(
            """
            sluice.streams.a.source = "demo:people=2"
            sluice.streams.b.source = "demo:"
            sluice.sinks.c { type = json-lines, path = "{stream}.jsonl" }
            """);

    assertThat(cli.run("check", "-c", file.toString()))
        .isEqualTo(new Cli.Result(0, file + " is fine: 1 model, 2 streams, 1 sink\n", ""));
    assertThat(cli.run("check", "--config", file.toString(), "--json").out())
        .isEqualTo(
            "{\"file\":\"%s\",\"fine\":true,\"models\":1,\"streams\":2,\"sinks\":1}\n"
                .formatted(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing is written").containsExactly(file);
    }
  }

  @Test
  void polygonsThatCutThemselves_areWarnedOf_andAccepted() throws IOException {
    String bow = "[[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]";
    Path file =
        file(
            """
            sluice.streams.lobby {
              source = "demo:"
              zones.bow.points = %1$s
              zones.fine.points = [[0, 0], [1, 0], [1, 1]]
              objects.masks = [[[0, 0], [1, 0], [1, 1]], %1$s]
            }
            """
                .formatted(bow));

    Cli.Result result = cli.run("check", "-c", file.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(file + " is fine: 1 model, 1 stream, 0 sinks\n");
    assertThat(result.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "warning: sluice.streams.lobby.zones.bow.points: a polygon that cuts itself"
                            + " (what it encloses twice is outside"),
            line ->
                assertThat(line)
                    .startsWith("warning: sluice.streams.lobby.objects.masks[1]: a polygon"));
    Cli.Result json = cli.run("check", "-c", file.toString(), "--json");
    assertThat(json.exitCode()).isZero();
    assertThat(json.err()).isEmpty();
    assertThat(json.out())
        .contains(
            "\"sinks\":0,\"warnings\":[{\"path\":\"sluice.streams.lobby.zones.bow.points\","
                + "\"found\":\"a polygon that cuts itself\",\"advice\":\"what it encloses");
  }

  @Test
  void aPolygonWithoutArea_isRefused_withItsPlace() throws IOException {
    Path file =
        file(
            """
            sluice.streams.lobby {
              source = "demo:"
              zones.flat.points = [[0, 0], [0.5, 0.5], [1, 1]]
            }
            """);

    assertThat(cli.run("check", "-c", file.toString()))
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                file
                    + ":3: sluice.streams.lobby.zones.flat.points: points on one line (expected: a"
                    + " polygon that has an area)\n"));
  }

  @Test
  void problems_areOneLineEach_withUsageExitCode() throws IOException {
    Path file = file("sluice.http.prot = 1\nsluice.streams.a.source = \"demo:peopel=2\"\n");

    Cli.Result result = cli.run("check", "-c", file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(file + ":1: sluice.http.prot: no such setting (")
                    .endsWith("; nearest: port)"),
            line ->
                assertThat(line)
                    .startsWith(file + ":2: sluice.streams.a.source: demo: there is no option")
                    .endsWith("; nearest: people)"));
  }

  @Test
  void problems_areWritten_asJson() throws IOException {
    Path file = file("\nsluice.log.level = wran");

    assertThat(cli.run("check", "-c", file.toString(), "--json"))
        .isEqualTo(
            new Cli.Result(
                2,
                """
                {"file":"%s","fine":false,"problems":[{"file":"%s","line":2,"path":"sluice.log.level",\
                "found":"wran","expected":"off, error, warn, info, debug or trace","nearest":"warn"}]}
                """
                    .formatted(file, file),
                ""));
  }

  @Test
  void problemsAsJson_leaveOutWhatIsNotKnown() throws IOException {
    Path missing = folder.resolve("nowhere.conf");
    Path file = file("\nsluice.log.level = []");

    assertThat(cli.run("check", "-c", missing.toString(), "--json").out())
        .isEqualTo(
            """
            {"file":"%s","fine":false,"problems":[{"file":"%s",\
            "found":"no such file, or it can't be read","expected":"a configuration in HOCON"}]}
            """
                .formatted(missing, missing));
    assertThat(cli.run("check", "-c", file.toString(), "--json").out())
        .isEqualTo(
            """
            {"file":"%s","fine":false,"problems":[{"file":"%s","line":2,"path":"sluice.log.level",\
            "found":"[]","expected":"off, error, warn, info, debug or trace"}]}
            """
                .formatted(file, file));
  }

  /** The first that connects is the test itself, after the command. */
  @Test
  void check_connectsToNoSink() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      Path file =
          file(
              """
              sluice.sinks.hub { type = webhook, url = "http://127.0.0.1:%1$d/x" }
              sluice.sinks.bus { type = kafka, brokers = "127.0.0.1:%1$d" }
              sluice.sinks.lines { type = json-lines, path = "%2$s/none/{stream}.jsonl" }
              """
                  .formatted(port, folder));

      assertThat(cli.run("check", "-c", file.toString()).exitCode()).isZero();
      try (Socket own = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket first = server.accept()) {
        assertThat(first.getPort()).isEqualTo(own.getLocalPort());
      }
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  @Test
  void missingFile_isNamed() {
    Cli.Result result = cli.run("check", "-c", folder.resolve("nowhere.conf").toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith(folder.resolve("nowhere.conf") + ": no such file")
        .hasLineCount(1);
  }

  @Test
  void check_readsTheShippedFile_withoutArgument() {
    assertThat(cli.run("check"))
        .isEqualTo(
            new Cli.Result(0, "conf/application.conf is fine: 1 model, 1 stream, 0 sinks\n", ""));
  }
}
