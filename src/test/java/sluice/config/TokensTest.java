package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.settings.AccessToken;
import sluice.config.settings.Right;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.TokenHash;
import sluice.testing.ConfigText;

/** Tokens with rights, as a file names them. */
class TokensTest {
  private static final String GUARD = "marked-guard-0123456789-0123456789";
  private static final String OPS = "marked-ops-0123456789-0123456789-01";

  @TempDir Path folder;

  private ConfigText text(String http) {
    return ConfigText.of(folder, "sluice.http { " + http + " }")
        .with("GUARD", GUARD)
        .with("OPS", OPS)
        .with("SHORT", "marked-0123456789");
  }

  private static String hash(String token) {
    return "\"" + TokenHash.of(token) + "\"";
  }

  @Test
  void tokens_areKnownByThemselvesOrByTheirHash_andNeverShown() {
    ServiceConfig config =
        text("tokens { guard { token = ${?GUARD}, right = view }, ops { hash = "
                + hash(OPS)
                + ", right = operate } }")
            .fine();

    Map<String, AccessToken> tokens = config.http().tokens();
    assertThat(tokens.keySet()).containsExactly("guard", "ops");
    assertThat(tokens)
        .extractingByKey("guard")
        .extracting(AccessToken::right)
        .isEqualTo(Right.VIEW);
    assertThat(tokens.get("guard")).extracting(AccessToken::known).isEqualTo(TokenHash.of(GUARD));
    assertThat(tokens.get("ops").known()).isEqualTo(TokenHash.of(OPS));
    assertThat(config.http().wantsToken()).isTrue();
    assertThat(ConfigJson.write(config))
        .contains("\"ops\":{\"token\":null,\"hash\":\"***\",\"right\":\"operate\"}")
        .doesNotContain("marked", TokenHash.of(OPS).toString().substring(7));
  }

  @Test
  void hash_isTakenInEitherCase_andNothingElseIs() {
    TokenHash hash = TokenHash.of(OPS);
    String digits = hash.toString().substring(7);
    assertThat(TokenHash.parse("sha256:" + digits.toUpperCase(Locale.ROOT)))
        .isEqualTo(Optional.of(hash));
    assertThat(hash).hasSameHashCodeAs(TokenHash.of(OPS)).isNotEqualTo(TokenHash.of(GUARD));
    for (String wrong : new String[] {digits, "sha256:", "sha256:" + digits + "0", "md5:00", ""}) {
      assertThat(TokenHash.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void oneAbsentToken_isTheOneOfAnEntryThatIsNull() {
    assertThat(text("tokens { guard { token = ${GUARD}, right = view }, guard = null }").fine())
        .extracting(config -> config.http().wantsToken())
        .isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guard { right = view } | http.tokens.guard: neither token nor hash (expected: token ="
            + " ${GUARD_TOKEN} with that variable set, or the hash that `sluice token` prints)",
        "guard { token = ${?NONE}, right = view } | http.tokens.guard: neither token nor hash",
        "guard { token = ${GUARD}, hash = HASH, right = view } | http.tokens.guard: both token and"
            + " hash",
        "guard { token = ${GUARD} } | http.tokens.guard.right: missing (expected: view, operate or"
            + " admin)",
        "guard { token = ${GUARD}, right = viewer } | http.tokens.guard.right: viewer (expected:"
            + " view, operate or admin; nearest: view)",
        "guard { token = ${SHORT}, right = view } | http.tokens.guard.token: the value from the"
            + " environment (expected: 32 to 512 printable characters without blanks)",
        "guard { token = marked-marked-marked-marked-marked, right = view } |"
            + " http.tokens.guard.token: a value that stands in the file (expected: a variable of"
            + " the environment, as in ${?GUARD_TOKEN})",
        "guard { hash = marked-marked-marked-marked-marked, right = view } |"
            + " http.tokens.guard.hash: what is no hash of a token (expected: sha256: and 64"
            + " hexadecimal digits, as `sluice token` prints it)",
        "token { token = ${GUARD}, right = view } | http.tokens.token: this name (expected: another"
            + " one: the log calls http.token so)",
        "guard { token = ${GUARD}, right = view }, ops { token = ${GUARD}, right = operate } |"
            + " http.tokens.ops: the same token as guard (expected: a token of its own for each"
            + " name, as `sluice token` makes one)",
        "guard { token = ${OPS}, right = view }, ops { hash = HASH, right = operate } |"
            + " http.tokens.ops: the same token as guard",
        "ops { hash = HASH, right = operate } }, token = ${OPS}, x { | http.tokens.ops: the same"
            + " token as http.token",
        "\"a guard\" { token = ${GUARD}, right = view } | http.tokens.\"a guard\": this name",
      })
  void unusableTokens_areRefused_withRemedy(String tokens, String problem) {
    String text = "tokens { " + tokens.replace("HASH", hash(OPS)) + " }";
    assertThat(text(text.replace(", x { }", "")).lines())
        .singleElement()
        .asString()
        .startsWith("1: sluice." + problem)
        .doesNotContain("marked");
  }
}
