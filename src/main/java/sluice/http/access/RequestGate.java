package sluice.http.access;

import java.net.InetAddress;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What each request passes before it is routed; looks at headers only. Thread-safe. */
public interface RequestGate {
  /**
   * Why a request goes no further; empty where it may.
   *
   * @param open whether the route needs no token
   */
  Optional<HttpResponse> refusal(HttpRequest request, boolean open);

  /** The address that a request comes from. */
  InetAddress client(HttpRequest request);
}
