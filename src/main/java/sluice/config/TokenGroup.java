package sluice.config;

import static sluice.config.binding.ReloadEffect.AT_ONCE;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.SecretType;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.SettingValues;
import sluice.config.binding.TextTypes;
import sluice.config.settings.AccessToken;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;

/** Description of a token with a name and a right. */
final class TokenGroup {
  private static final SettingGroupBuilder<AccessToken> SETTINGS =
      SettingGroup.builder(AccessToken.class);

  private static final SecretType TOKEN_TYPE =
      new SecretType(
          "GUARD_TOKEN",
          "[\\x21-\\x7e]{" + TokenHash.SHORTEST + ",512}",
          TokenHash.SHORTEST + " to 512 printable characters without blanks");

  static final Setting<Optional<Secret>> TOKEN =
      SETTINGS.add(
          Setting.optional(
              "token",
              "hash says which it is",
              OptionalTypes.of(TOKEN_TYPE),
              AT_ONCE,
              "The token itself. Only from the environment; at least 32 characters."));
  static final Setting<Optional<TokenHash>> HASH =
      SETTINGS.add(
          Setting.optional(
              "hash",
              "token is the token",
              OptionalTypes.of(new TokenHashType()),
              AT_ONCE,
              "SHA-256 of the token, which may stand in a file, for a token of at least 32"
                  + " characters drawn at random."));
  static final Setting<Right> RIGHT =
      SETTINGS.add(
          Setting.required(
              "right",
              TextTypes.constant(Right.class),
              AT_ONCE,
              "What its bearer may do: view sees streams, pictures and metrics, operate also"
                  + " changes how streams run, admin does everything."));

  static final SettingGroup<AccessToken> GROUP = SETTINGS.rule(TokenGroup::checkOne).build();

  private TokenGroup() {}

  private static void checkOne(SettingValues values, ConfigNode node) {
    boolean token = values.get(TOKEN).isPresent();
    boolean hash = values.get(HASH).isPresent();
    if (token == hash) {
      node.refuse(
          token ? "both token and hash" : "neither token nor hash",
          "token = ${"
              + node.name().toUpperCase(Locale.ROOT).replace('-', '_')
              + "_TOKEN} with that variable set, or the hash that `sluice token` prints",
          Optional.empty());
    }
  }

  /**
   * Reports names and tokens that several have.
   *
   * @param main of {@code http.token}
   * @param tokens by name
   * @param node of the tokens
   */
  static void checkAll(Optional<Secret> main, Map<String, AccessToken> tokens, ConfigNode node) {
    if (tokens.containsKey(HttpConfig.TOKEN_NAME)) {
      node.child(HttpConfig.TOKEN_NAME)
          .refuse("this name", "another one: the log calls http.token so", Optional.empty());
    }
    Map<TokenHash, String> owners = new LinkedHashMap<>();
    main.ifPresent(secret -> owners.put(TokenHash.of(secret.reveal()), "http.token"));
    tokens.forEach(
        (name, token) -> {
          String owner = owners.putIfAbsent(token.known(), name);
          if (owner != null) {
            node.child(name)
                .refuse(
                    "the same token as " + owner,
                    "a token of its own for each name, as `sluice token` makes one",
                    Optional.empty());
          }
        });
  }
}
