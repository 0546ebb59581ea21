package sluice.stage.sink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.ConfigJson;
import sluice.config.sink.FrameChoice;
import sluice.testing.ConfigText;

/** What a sink of type sql may be given, and that its secrets are shown nowhere. */
class SqlSinkSettingsTest {
  private static final String SECRET = "hunter2-is-not-here";
  private static final String SERVER = "url = \"jdbc:postgresql://db.example/results\"";

  @TempDir Path folder;

  private ConfigText text(String settings) {
    return ConfigText.of(folder, "sluice.sinks.one { type = sql, " + settings + " }")
        .with("P", SECRET);
  }

  private SqlSinkConfig fine(String settings) {
    return (SqlSinkConfig) text(settings).fine().sinks().get("one");
  }

  private List<String> problems(String settings) {
    return text(settings).lines();
  }

  @Test
  void onlyTheUrlMustBeGiven() {
    SqlSinkConfig config = fine("url = \"jdbc:sqlite:out/results.db\"");

    assertThat(config.url())
        .isEqualTo(new DatabaseUrl.Sqlite("jdbc:sqlite:out/results.db", Path.of("out/results.db")));
    assertThat(config.batchSize()).isEqualTo(100);
    assertThat(config.keepAge()).isEmpty();
    assertThat(config.only()).isEqualTo(FrameChoice.DETECTIONS);
    assertThat(fine(SERVER + ", keep-age = 30d").keepAge()).contains(Duration.ofDays(30));
    assertThat(problems("user = a"))
        .singleElement()
        .asString()
        .contains("sluice.sinks.one.url: missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://a/b|a:5432/b",
        "jdbc:postgresql://a:1,b_c.d:65535/b%20c|a:1,b_c.d:65535/b%20c",
        "jdbc:postgresql://[::1]:5433/b?sslmode=require|[::1]:5433/b",
        "jdbc:sqlite:a b@c.db|a b@c.db",
        "jdbc:sqlite:/var/lib/x.db|/var/lib/x.db"
      })
  void addresses_areOfServersOrFiles(String text, String shown) {
    DatabaseUrl url = fine("url = \"%s\"".formatted(text)).url();

    assertThat(url).hasToString(shown);
    assertThat(url.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "jdbc:mysql://a/b",
        "jdbc:postgresql:b",
        "jdbc:postgresql://a",
        "jdbc:postgresql://a/",
        "jdbc:postgresql:///b",
        "jdbc:postgresql://a:0/b",
        "jdbc:postgresql://a:65536/b",
        "jdbc:postgresql://a,b,c,d,e/b",
        "jdbc:postgresql://a/b/c",
        "jdbc:postgresql://a/b?",
        "jdbc:postgresql://a/b?loggerLevel=TRACE",
        "jdbc:postgresql://a/b?socketFactory=x",
        "jdbc:postgresql://a/b?sslmode=no",
        "jdbc:postgresql://a/b?sslmode=%",
        "jdbc:postgresql://a/b?sslmode=require&sslmode=disable",
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file:a.db",
        "jdbc:sqlite:a.db?mode=ro",
        "jdbc:sqlite:folder/"
      })
  void otherAddresses_areRefused(String text) {
    assertThat(problems("url = \"%s\"".formatted(text)))
        .singleElement()
        .asString()
        .contains(
            "sluice.sinks.one.url: an address that can't be used",
            "jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE",
            "channelBinding, currentSchema, sslNegotiation, sslcert, sslkey, sslmode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://u:hunter2@a/b",
        "jdbc:postgresql://u@a/b",
        "jdbc:postgresql://a/b?user=hunter2",
        "jdbc:postgresql://a/b?sslmode=require&password=hunter2",
        "jdbc:postgresql://a/b?sslpassword=hunter2",
        "postgres://u:hunter2@a/b",
        "u:hunter2@a"
      })
  void addressesWithSecrets_areRefused_andNotShown(String text) {
    assertThat(problems("url = \"%s\"".formatted(text)))
        .singleElement()
        .asString()
        .contains("url: an address with a user or a password", "password = ${?SQL_PASSWORD}")
        .doesNotContain("hunter2");
  }

  @Test
  void parametersOfTheDriver_areDecoded() {
    DatabaseUrl.Postgres url =
        (DatabaseUrl.Postgres)
            fine("url = \"jdbc:postgresql://a/b?sslmode=require&currentSchema=a%26b\"").url();

    assertThat(url.parameters()).isEqualTo(Map.of("sslmode", "require", "currentSchema", "a&b"));
  }

  @Test
  void secrets_areShownNowhere_andComeFromTheEnvironment() {
    String settings = SERVER + ", user = u, password = ${P}";

    assertThat(fine(settings).password().map(secret -> secret.reveal())).contains(SECRET);
    assertThat(fine(settings).toString()).doesNotContain(SECRET);
    assertThat(ConfigJson.write(text(settings).fine()))
        .doesNotContain(SECRET)
        .contains("\"password\":\"***\"");
    assertThat(problems(SERVER + ", user = u, password = in-file"))
        .singleElement()
        .asString()
        .contains("password: a value that stands in the file")
        .doesNotContain("in-file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url = \"jdbc:sqlite:a\", user = u|user: a user of a file",
        "url = \"jdbc:postgresql://a/b\", password = ${P}|user: missing",
        "url = \"jdbc:postgresql://a/b?sslcert=c\"|url: half a certificate",
        "url = \"jdbc:postgresql://a/b?sslcert=c&sslkey=k\"|ca-file: missing",
        "url = \"jdbc:postgresql://a/b\", ca-file = missing.pem|ca-file:",
        "url = \"jdbc:postgresql://a/b?sslmode=require\", ca-file = \"CA\"|ca-file: a file that"
            + " nothing is verified with",
        "url = \"jdbc:sqlite:a\", ca-file = \"CA\"|ca-file: authorities for a file"
      })
  void whatIsHalf_orMeansNothing_isRefused(String settings, String problem) {
    Path authority = Path.of("src/test/resources/sluice/config/authority-a.pem").toAbsolutePath();

    assertThat(problems(settings.replace("CA", authority.toString())))
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void theUser_maybeThatOfTheProcess() {
    assertThat(fine(SERVER).user()).isEqualTo(Optional.empty());
    assertThat(fine(SERVER + ", user = u").password()).isEmpty();
  }
}
