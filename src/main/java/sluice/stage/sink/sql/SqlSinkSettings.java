package sluice.stage.sink.sql;

import static sluice.config.binding.ReloadEffect.SINK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sluice.config.binding.CertificateFileType;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.UnionType;
import sluice.config.binding.UnitTypes;
import sluice.config.sink.AccountSettings;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.RemoteSinkSettings;

/** Description of the settings of databases. */
final class SqlSinkSettings {
  private static final SettingGroupBuilder<SqlSinkConfig> SETTINGS =
      SettingGroup.builder(SqlSinkConfig.class);

  static final Setting<DatabaseUrl> URL =
      SETTINGS.add(
          Setting.required(
              "url",
              new DatabaseUrlType(),
              SINK,
              "The database: jdbc:sqlite:FILE, which is made where it isn't there, or"
                  + " jdbc:postgresql://HOST:PORT/DATABASE, which must be there."));
  static final Setting<Optional<String>> USER =
      SETTINGS.add(
          AccountSettings.user("the user of the process", "The user that PostgreSQL knows."));
  static final Setting<Optional<Secret>> PASSWORD =
      SETTINGS.add(AccountSettings.password("SQL_PASSWORD", "The user's password."));
  static final Setting<Optional<Path>> CA_FILE =
      SETTINGS.add(
          Setting.optional(
              "ca-file",
              "the server is verified where sslmode in the url says so",
              OptionalTypes.of(new CertificateFileType()),
              SINK,
              "PEM file of the authorities that PostgreSQL's certificate and name are verified"
                  + " with; there is no connection without TLS then."));
  static final Setting<Optional<Duration>> KEEP_AGE =
      SETTINGS.add(
          Setting.optional(
              "keep-age",
              "for ever",
              OptionalTypes.of(UnitTypes.duration(Duration.ofMinutes(1), Duration.ofDays(36_500))),
              SINK,
              "Age at which rows are deleted, of whatever sink or service they are."));
  static final Setting<Integer> BATCH_SIZE =
      SETTINGS.add(
          Setting.of(
              "batch-size",
              "100",
              NumberTypes.whole(1, 1_000),
              SINK,
              "Messages of one transaction."));

  static {
    SETTINGS.add(RemoteSinkSettings.only(FrameChoice.DETECTIONS));
    SETTINGS.add(RemoteSinkSettings.filters());
    SETTINGS.add(RemoteSinkSettings.spool());
  }

  static final UnionType.Variant<SqlSinkConfig> VARIANT =
      new UnionType.Variant<>(
          "sql",
          "rows of a database, of PostgreSQL or SQLite",
          SETTINGS.name("name").rule(SqlSinkSettings::check).build());

  private SqlSinkSettings() {}

  private static void check(SettingValues values, ConfigNode node) {
    switch (values.get(URL)) {
      case DatabaseUrl.Sqlite _ -> checkFile(values, node);
      case DatabaseUrl.Postgres server -> checkServer(server, values, node);
    }
  }

  private static void checkFile(SettingValues values, ConfigNode node) {
    if (values.get(USER).isPresent()) {
      refuse(node, USER, "a user of a file", "none: SQLite has no users");
    }
    if (values.get(PASSWORD).isPresent()) {
      refuse(node, PASSWORD, "a password of a file", "none: SQLite has no users");
    }
    if (values.get(CA_FILE).isPresent()) {
      refuse(node, CA_FILE, "authorities for a file", "none: SQLite has no server");
    }
  }

  private static void checkServer(
      DatabaseUrl.Postgres server, SettingValues values, ConfigNode node) {
    if (values.get(PASSWORD).isPresent() && values.get(USER).isEmpty()) {
      refuse(node, USER, "missing", "the user that the password is of");
    }
    boolean verifies = server.tlsMode().isEmpty() || server.tlsMode().startsWith("verify-");
    boolean hasCaFile = values.get(CA_FILE).isPresent();
    if (hasCaFile && !verifies) {
      refuse(node, CA_FILE, "a file that nothing is verified with", "sslmode=verify-full in url");
    }
    boolean hasCertificate = server.parameters().containsKey(UrlParameters.CERTIFICATE);
    boolean hasKey = server.parameters().containsKey(UrlParameters.KEY);
    if (hasCertificate != hasKey) {
      refuse(node, URL, "half a certificate of one's own", "sslcert and sslkey, or neither");
    }
    if (hasCertificate && hasKey && !hasCaFile) {
      refuse(node, CA_FILE, "missing", "the authorities of the server that sslcert is shown to");
    }
  }

  private static void refuse(ConfigNode node, Setting<?> setting, String found, String expected) {
    node.child(setting.key()).refuse(found, expected, Optional.empty());
  }
}
