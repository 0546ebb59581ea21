package sluice.http.routing;

import java.net.InetAddress;
import java.util.Optional;
import sluice.config.settings.Right;

/**
 * Who sent a request, as far as it is known.
 *
 * @param name of the token that was sent, or of the node; absent where none that is known was, or
 *     none is wanted
 * @param right what the client may do; absent for one that is not known
 * @param address that the request came from
 */
public record Caller(Optional<String> name, Optional<Right> right, InetAddress address) {

  /** One that sent no token that is known. */
  public static Caller stranger(InetAddress address) {
    return new Caller(Optional.empty(), Optional.empty(), address);
  }

  /** Whether it may do what needs a right. */
  public boolean may(Right needed) {
    return right.filter(own -> own.includes(needed)).isPresent();
  }
}
