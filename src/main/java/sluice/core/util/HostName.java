package sluice.core.util;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, as ids hold it. */
public final class HostName {
  private static final int LONGEST = 64;

  private HostName() {}

  /** The machine's name with hyphens for what ids can't hold; {@code sluice} where it has none. */
  public static String asId() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9_-]+", "-");
      return name.substring(0, Math.min(LONGEST, name.length()));
    } catch (UnknownHostException e) {
      return "sluice";
    }
  }
}
