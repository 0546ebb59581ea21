package sluice.config.settings;

import java.util.Locale;

/** What the bearer of a token may do; each right includes those before it. */
public enum Right {
  /** See streams, pictures, events and metrics. */
  VIEW,
  /** Also change how streams run: pause, move, settings of what is looked for. */
  OPERATE,
  /** Everything: also which streams there are, where they come from, and credentials. */
  ADMIN;

  /** Whether who has this right may do what needs another one. */
  public boolean includes(Right needed) {
    return compareTo(needed) >= 0;
  }

  /** As it stands in configurations, answers and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
