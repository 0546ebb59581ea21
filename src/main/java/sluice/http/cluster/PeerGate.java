package sluice.http.cluster;

import java.net.InetAddress;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import sluice.http.access.RequestGate;
import sluice.http.routing.Responses;

/**
 * Takes requests of nodes: they are known by their certificates already, and on loopback without
 * TLS by a header that no page of a browser can send unasked.
 */
public final class PeerGate implements RequestGate {
  @Override
  public Optional<HttpResponse> refusal(HttpRequest request, boolean open) {
    boolean foreign =
        request.getHeader(NodeClient.NODE).isEmpty() || request.getHeader("origin").isPresent();
    return foreign
        ? Optional.of(
            Responses.problem(
                403,
                "not-a-node",
                "For nodes of the cluster alone",
                "clients ask any node at sluice.http.port"))
        : Optional.empty();
  }

  @Override
  public InetAddress client(HttpRequest request) {
    return request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(RemoteAddress::getAddress)
        .orElseGet(InetAddress::getLoopbackAddress);
  }
}
