package sluice.app.remote;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import sluice.core.util.FileFailure;
import sluice.core.util.MessageText;
import sluice.video.tls.ServerTrust;

/** How a service's certificate is checked, and why it was refused; loaded for TLS only. */
final class RemoteTls {
  private final ServerTrust trust;
  private final boolean pinned;

  private RemoteTls(ServerTrust trust, boolean pinned) {
    this.trust = trust;
    this.pinned = pinned;
  }

  /**
   * For an address; absent where it is without TLS.
   *
   * @throws sluice.core.SluiceException INPUT for a file of authorities that can't be used
   */
  static Optional<RemoteTls> of(RemoteAddress address) {
    if (!address.isTls()) {
      return Optional.empty();
    }
    String host = address.base().getHost();
    ServerTrust trust =
        address
            .pinned()
            .map(one -> ServerTrust.pinned(one, host))
            .orElseGet(() -> ServerTrust.of(address.caFile(), host));
    return Optional.of(new RemoteTls(trust, address.pinned().isPresent()));
  }

  SSLContext context() {
    return trust.context();
  }

  /** What is wrong, and what to do. */
  String reason(SSLException failure) {
    Optional<String> refused = trust.refusal();
    if (refused.isPresent()) {
      return pinned
          ? "its certificate is not the one of the configuration; was it renewed since the service"
              + " was started? --url and --ca-file check it by its authority"
          : refused.get();
    }
    return "TLS failed: %s; is it https at this port?"
        .formatted(MessageText.oneLine(FileFailure.reason(failure)));
  }
}
