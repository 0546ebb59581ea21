package sluice.stage.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.video.demux.ConnectionTarget;

/**
 * Access policy of network sources: decides where an address is connected to, for the address that
 * a user wrote and for each one that a server redirects to. Called on the thread that opens the
 * source.
 */
@FunctionalInterface
public interface SourceAccess {

  /**
   * Judges an address and finds its machine. May block.
   *
   * @param address a {@linkplain SourceAddress#isRemote remote} one that is well-formed
   * @throws SluiceException USAGE when it may not be opened, INPUT when its name leads nowhere
   */
  ConnectionTarget admit(SourceAddress address);

  /**
   * Everything that this process can reach, for a user of the command line.
   *
   * @param trust in certificates
   */
  static SourceAccess any(TlsTrust trust) {
    return address -> {
      String host = address.host().orElseThrow();
      try {
        return new ConnectionTarget(InetAddress.getByName(host), trust);
      } catch (UnknownHostException e) {
        throw unknownName(address, host, e);
      }
    };
  }

  /** The name of an address leads nowhere: code INPUT, for it may be known later. */
  static SluiceException unknownName(
      SourceAddress address, String host, UnknownHostException cause) {
    return new SluiceException(
        ErrorCode.INPUT,
        address + ": the name " + host + " leads nowhere; check it, and the network's name server",
        cause);
  }
}
