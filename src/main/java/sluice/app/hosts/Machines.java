package sluice.app.hosts;

import java.net.InetAddress;

/** How messages name the machines that addresses lead to. */
public final class Machines {
  private Machines() {}

  /** {@code the machine cam, which is 10.0.0.1,}; without the clause where both are the same. */
  public static String described(String host, InetAddress address) {
    String where = address.getHostAddress();
    return "the machine " + host + (host.equals(where) ? "" : ", which is " + where + ",");
  }
}
