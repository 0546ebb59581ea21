package sluice.app.hosts;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves names. Thread-safe. */
@FunctionalInterface
public interface NameLookup {

  /**
   * All addresses that a name leads to, or the address that it is; blocks.
   *
   * @throws UnknownHostException when it leads nowhere
   */
  InetAddress[] of(String host) throws UnknownHostException;
}
