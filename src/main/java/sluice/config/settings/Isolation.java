package sluice.config.settings;

import java.util.Locale;
import sluice.core.source.SourceAddress;

/** Which sources are decoded in processes of their own. */
public enum Isolation {
  /** None. */
  OFF,
  /** What comes over a network, and files that clients of the API named. */
  NETWORK,
  /** Files and demos of the configuration too. */
  ALL;

  /** Where the configuration says nothing. */
  public static final Isolation DEFAULT = NETWORK;

  /**
   * Whether a source is decoded in a process of its own. Cameras of this machine never are: they
   * need rights to devices; what is a sequence of images, only a look at the files tells.
   *
   * @param fromApi whether a client of the API named it
   */
  public boolean covers(SourceAddress source, boolean fromApi) {
    return switch (this) {
      case OFF -> false;
      case NETWORK -> source.isRemote() || (fromApi && source.isFile());
      case ALL -> !source.scheme().equals("camera");
    };
  }

  /** The word of the configuration. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
