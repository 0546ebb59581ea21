package sluice.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.cli.Cli;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;
import sluice.testing.ConfigText;

class TokenCommandTest {
  @TempDir Path folder;
  private final Cli cli = new Cli();

  private HttpConfig read(String line) {
    return ConfigText.of(folder, line).fine().http();
  }

  @Test
  void token_isRandom_andItsLineIsTakenByTheConfiguration() {
    Cli.Result made = cli.run("token", "guard");
    assertThat(made.exitCode()).isZero();
    assertThat(made.err()).isEmpty();
    String[] lines = made.out().split("\n");
    assertThat(lines).hasSize(4);
    String token = lines[1];
    assertThat(token).matches("[0-9a-f]{64}");
    assertThat(lines[3]).doesNotContain(token);
    assertThat(read(lines[3]).tokens().get("guard"))
        .satisfies(
            known -> {
              assertThat(known.right()).isEqualTo(Right.VIEW);
              assertThat(known.known()).isEqualTo(TokenHash.of(token));
            });
    assertThat(cli.run("token", "guard").out()).doesNotContain(token);
  }

  @Test
  void json_hasTokenAndHash() throws Exception {
    JsonNode made =
        new ObjectMapper().readTree(cli.run("token", "ops", "--right", "operate", "--json").out());
    assertThat(made.get("name").asText()).isEqualTo("ops");
    assertThat(made.get("right").asText()).isEqualTo("operate");
    assertThat(made.get("hash").asText())
        .isEqualTo(TokenHash.of(made.get("token").asText()).toString());
  }

  @Test
  void tokenOfAFile_isHashed_andNotShown() throws Exception {
    String token = "0123456789abcdef0123456789abcdef";
    Path file = Files.writeString(folder.resolve("token"), token + "\n");
    Cli.Result made = cli.run("token", "boss", "--right", "admin", "--token-file", file.toString());
    assertThat(made.exitCode()).isZero();
    assertThat(made.out())
        .isEqualTo(
            "Line for the configuration:\nsluice.http.tokens.boss { hash = \"%s\", right = admin }\n"
                .formatted(TokenHash.of(token)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with a blank in it, however long that is", ""})
  void unfitTokenOfAFile_isRefused_andNotShown(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), text);
    Cli.Result refused = cli.run("token", "boss", "--token-file", file.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("it holds no token (expected: 32 to 512 printable characters without blanks)");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void unusableArguments_endWith2() {
    assertThat(cli.run("token", "a guard").err()).contains("NAME: a guard (expected: 1 to 64");
    assertThat(cli.run("token", "token").exitCode()).isEqualTo(2);
    assertThat(cli.run("token").exitCode()).isEqualTo(2);
    assertThat(cli.run("token", "guard", "--right", "all").err())
        .contains("--right: all (expected: view, operate or admin)");
    assertThat(cli.run("token", "guard", "--token-file", folder.resolve("none").toString()).err())
        .contains("--token-file: ", "none", "(expected: a file with a token)");
  }

  @Test
  void help_documentsExitCodes() {
    assertThat(cli.run("token", "--help").out())
        .startsWith("Usage: sluice token")
        .contains("--right=RIGHT", "--token-file=FILE", "Exit codes:");
  }
}
