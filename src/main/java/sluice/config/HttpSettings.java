package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;
import static sluice.config.binding.ReloadEffect.SERVICE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.PathType;
import sluice.config.binding.Secret;
import sluice.config.binding.SecretType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.settings.AccessToken;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.HttpConfig.Tls;

/** Description of the settings of the HTTP server. */
final class HttpSettings {
  private static final SettingGroupBuilder<HttpConfig> SETTINGS =
      SettingGroup.builder(HttpConfig.class);

  private static final SettingGroupBuilder<Tls> TLS_SETTINGS = SettingGroup.builder(Tls.class);

  private static final String HOST = "\\[?[A-Za-z0-9_.:*-]{1,255}\\]?(?::\\d{1,5})?";

  private static final SecretType TOKEN_TYPE =
      new SecretType(
          "SLUICE_TOKEN", "[\\x21-\\x7e]{16,512}", "16 to 512 printable characters without blanks");

  static final Setting<Path> CERTIFICATE =
      TLS_SETTINGS.add(
          Setting.required(
              "certificate",
              PathType.file("a PEM file"),
              SERVICE,
              "PEM file with the server's certificate, then those that vouch for it."));
  static final Setting<Path> KEY =
      TLS_SETTINGS.add(
          Setting.required(
              "key",
              PathType.file("a PEM file"),
              SERVICE,
              "PEM file with the private key (PKCS #8, not encrypted)."));
  static final SettingGroup<Tls> TLS = TLS_SETTINGS.build();

  static final Setting<String> BIND =
      SETTINGS.add(
          Setting.of(
              "bind",
              "127.0.0.1",
              TextTypes.text("an address or a name of this machine", "[A-Za-z0-9_.:-]{1,255}"),
              SERVICE,
              "Address to listen on. Other ones than loopback need token or tokens, and tls or"
                  + " behind-proxy."));
  static final Setting<Integer> PORT =
      SETTINGS.add(
          Setting.of(
              "port",
              "8080",
              NumberTypes.whole(0, 65_535),
              SERVICE,
              "TCP port; 0 takes any free one."));
  static final Setting<Optional<Secret>> TOKEN =
      SETTINGS.add(
          Setting.optional(
              "token",
              "everybody who reaches the port is let in",
              OptionalTypes.of(TOKEN_TYPE),
              SERVICE,
              "Secret that clients must know, as a Bearer token or as the password of Basic; it"
                  + " lets them do everything. Only from the environment; at least 16"
                  + " characters."));
  static final Setting<Map<String, AccessToken>> TOKENS =
      SETTINGS.add(
          Setting.of(
              "tokens",
              "{}",
              new CollectionTypes.Entries<>(TokenGroup.GROUP, "token"),
              AT_ONCE,
              "Further tokens, each with a right, by the names that the log calls them."));
  static final Setting<Optional<Tls>> TLS_FILES =
      SETTINGS.add(
          Setting.optional(
              "tls", "plain HTTP", OptionalTypes.of(TLS), SERVICE, "The files for HTTPS."));
  static final Setting<Boolean> BEHIND_PROXY =
      SETTINGS.add(
          Setting.of(
              "behind-proxy",
              "false",
              TextTypes.flag(),
              SERVICE,
              "Whether a proxy in front does TLS, and its X-Forwarded-For is believed."));
  static final Setting<Set<String>> ALLOWED_HOSTS =
      SETTINGS.add(
          Setting.of(
              "allowed-hosts",
              "[]",
              new CollectionTypes.SetOf<>(
                  new CollectionTypes.ListOf<>(
                      TextTypes.text("a name, with or without port", HOST), "names")),
              SERVICE,
              "Names that clients may call the server by, besides the bound address and localhost."
                  + " Others are refused, against DNS rebinding."));
  static final Setting<Integer> LIVE_FPS =
      SETTINGS.add(
          Setting.of(
              "live-fps",
              "10",
              NumberTypes.whole(1, 60),
              SERVICE,
              "Live pictures a second of one stream and width at most, for all who watch it"
                  + " together."));
  static final Setting<HttpConfig.Limits> LIMITS =
      SETTINGS.add(
          Setting.of(
              "limits", "{}", HttpLimits.GROUP, SERVICE, "What clients may ask of the server."));

  static final SettingGroup<HttpConfig> GROUP =
      SETTINGS.rule(HttpSettings::checkTokens).rule(HttpSettings::checkBind).build();

  private HttpSettings() {}

  private static void checkTokens(SettingValues values, ConfigNode node) {
    TokenGroup.checkAll(values.get(TOKEN), values.get(TOKENS), node.child(TOKENS.key()));
  }

  private static void checkBind(SettingValues values, ConfigNode node) {
    if (HttpConfig.isLoopback(values.get(BIND))) {
      return;
    }
    List<String> missing = new ArrayList<>();
    if (values.get(TOKEN).isEmpty() && values.get(TOKENS).isEmpty()) {
      missing.add("token = ${SLUICE_TOKEN} with that variable set, or an entry of tokens");
    }
    if (values.get(TLS_FILES).isEmpty() && !values.get(BEHIND_PROXY)) {
      missing.add("tls { certificate, key } or behind-proxy = true");
    }
    if (!missing.isEmpty()) {
      node.child(BIND.key()).refuse("127.0.0.1, or also " + String.join(", and ", missing));
    }
  }
}
