package sluice.config;

import static sluice.config.binding.ReloadEffect.SERVICE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.HttpConfig.Tls;
import sluice.config.settings.Secret;

/** The settings of the HTTP server. */
final class HttpSettings {
  private static final String HOST = "\\[?[A-Za-z0-9_.:*-]{1,255}\\]?(?::\\d{1,5})?";

  static final Setting<Tls, Path> CERTIFICATE =
      Setting.required(
          "certificate",
          new SpecialTypes.File("a PEM file"),
          Tls::certificate,
          SERVICE,
          "PEM file with the server's certificate, then those that vouch for it.");
  static final Setting<Tls, Path> KEY =
      Setting.required(
          "key",
          new SpecialTypes.File("a PEM file"),
          Tls::key,
          SERVICE,
          "PEM file with the private key (PKCS #8, not encrypted).");
  static final SettingGroup<Tls> TLS =
      SettingGroup.of(
          List.of(CERTIFICATE, KEY),
          (name, values) -> new Tls(values.get(CERTIFICATE), values.get(KEY)));

  static final Setting<HttpConfig, String> BIND =
      Setting.of(
          "bind",
          "127.0.0.1",
          TextTypes.text("an address or a name of this machine", "[A-Za-z0-9_.:-]{1,255}"),
          HttpConfig::bind,
          SERVICE,
          "Address to listen on. Other ones than loopback need token, and tls or behind-proxy.");
  static final Setting<HttpConfig, Integer> PORT =
      Setting.of(
          "port",
          "8080",
          NumberTypes.whole(0, 65_535),
          HttpConfig::port,
          SERVICE,
          "TCP port; 0 takes any free one.");
  static final Setting<HttpConfig, Optional<Secret>> TOKEN =
      Setting.optional(
          "token",
          "everybody who reaches the port is let in",
          OptionalTypes.of(new SpecialTypes.Token()),
          HttpConfig::token,
          SERVICE,
          "Secret that clients must know, as a Bearer token or as the password of Basic. Only from"
              + " the environment; at least 16 characters.");
  static final Setting<HttpConfig, Optional<Tls>> TLS_FILES =
      Setting.optional(
          "tls",
          "plain HTTP",
          OptionalTypes.of(TLS),
          HttpConfig::tls,
          SERVICE,
          "The files for HTTPS.");
  static final Setting<HttpConfig, Boolean> BEHIND_PROXY =
      Setting.of(
          "behind-proxy",
          "false",
          TextTypes.flag(),
          HttpConfig::behindProxy,
          SERVICE,
          "Whether a proxy in front does TLS, and its X-Forwarded-For is believed.");
  static final Setting<HttpConfig, Set<String>> ALLOWED_HOSTS =
      Setting.of(
          "allowed-hosts",
          "[]",
          new CollectionTypes.SetOf<>(
              new CollectionTypes.ListOf<>(
                  TextTypes.text("a name, with or without port", HOST), "names")),
          HttpConfig::allowedHosts,
          SERVICE,
          "Names that clients may call the server by, besides the bound address and localhost."
              + " Others are refused, against DNS rebinding.");
  static final Setting<HttpConfig, Integer> LIVE_FPS =
      Setting.of(
          "live-fps",
          "10",
          NumberTypes.whole(1, 60),
          HttpConfig::liveFps,
          SERVICE,
          "Live pictures a second of one stream and width at most, for all who watch it together.");
  static final Setting<HttpConfig, HttpConfig.Limits> LIMITS =
      Setting.of(
          "limits",
          "{}",
          HttpLimits.GROUP,
          HttpConfig::limits,
          SERVICE,
          "What clients may ask of the server.");

  static final SettingGroup<HttpConfig> GROUP =
      new SettingGroup<>(
          List.of(BIND, PORT, TOKEN, TLS_FILES, BEHIND_PROXY, ALLOWED_HOSTS, LIVE_FPS, LIMITS),
          HttpSettings::checkBind,
          (name, values) ->
              new HttpConfig(
                  values.get(BIND),
                  values.get(PORT),
                  values.get(TOKEN),
                  values.get(TLS_FILES),
                  values.get(BEHIND_PROXY),
                  values.get(ALLOWED_HOSTS),
                  values.get(LIVE_FPS),
                  values.get(LIMITS)));

  private HttpSettings() {}

  private static void checkBind(SettingValues values, ConfigNode node) {
    if (HttpConfig.isLoopback(values.get(BIND))) {
      return;
    }
    List<String> missing = new ArrayList<>();
    if (values.get(TOKEN).isEmpty()) {
      missing.add("token = ${SLUICE_TOKEN} with that variable set");
    }
    if (values.get(TLS_FILES).isEmpty() && !values.get(BEHIND_PROXY)) {
      missing.add("tls { certificate, key } or behind-proxy = true");
    }
    if (!missing.isEmpty()) {
      node.child(BIND.key()).refuse("127.0.0.1, or also " + String.join(", and ", missing));
    }
  }
}
