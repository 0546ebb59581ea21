package sluice.config.sink;

import static sluice.config.binding.ReloadEffect.SINK;

import java.util.Optional;
import sluice.config.binding.OptionalTypes;
import sluice.config.binding.Secret;
import sluice.config.binding.SecretType;
import sluice.config.binding.Setting;
import sluice.config.binding.TextTypes;

/** Description of the settings of an account at a far side: {@code user} and {@code password}. */
public final class AccountSettings {
  private AccountSettings() {}

  /**
   * The user.
   *
   * @param standard who it is where nothing is said, in words
   * @param description what it is for
   */
  public static Setting<Optional<String>> user(String standard, String description) {
    return Setting.optional(
        "user",
        standard,
        OptionalTypes.of(TextTypes.text("1 to 200 characters", "\\P{Cntrl}{1,200}")),
        SINK,
        description);
  }

  /**
   * The user's password, from the environment alone.
   *
   * @param variable of the environment that messages propose
   * @param description what it is for
   */
  public static Setting<Optional<Secret>> password(String variable, String description) {
    return Setting.optional(
        "password",
        "none",
        OptionalTypes.of(new SecretType(variable, "\\P{Cntrl}{1,1024}", "1 to 1024 characters")),
        SINK,
        description);
  }
}
