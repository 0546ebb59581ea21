package sluice.http.cluster;

import java.net.InetAddress;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import sluice.config.settings.Right;
import sluice.http.access.Admission;
import sluice.http.access.RequestGate;
import sluice.http.routing.Caller;
import sluice.http.routing.Operation;
import sluice.http.routing.ProblemDetails;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;

/**
 * Takes requests of nodes: they are known by their certificates already, and on loopback without
 * TLS by a header that no page of a browser can send unasked. They may do everything: the node that
 * a client asked has looked at the client's right.
 */
public final class PeerGate implements RequestGate {
  @Override
  public Admission admit(HttpRequest request, Optional<Operation> operation) {
    InetAddress address =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(RemoteAddress::getAddress)
            .orElseGet(InetAddress::getLoopbackAddress);
    Optional<String> node = request.getHeader(NodeClient.NODE).map(HttpHeader::value);
    if (node.isEmpty() || request.getHeader("origin").isPresent()) {
      return Admission.refused(
          Caller.stranger(address),
          Responses.problem(
              403,
              "not-a-node",
              "For nodes of the cluster alone",
              "clients ask any node at sluice.http.port"));
    }
    String name = "node " + node.filter(Route::isNode).orElse("of no name");
    return Admission.granted(new Caller(Optional.of(name), Optional.of(Right.ADMIN), address));
  }

  @Override
  public HttpResponse lacking(Caller caller, Right needed, String what) {
    return Responses.problem(ProblemDetails.missingRight(caller, needed, what));
  }
}
