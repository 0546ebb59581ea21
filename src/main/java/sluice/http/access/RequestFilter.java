package sluice.http.access;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.AccessToken;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.core.util.IpLiteral;
import sluice.http.access.TokenAuthenticator.Grant;
import sluice.http.access.TokenAuthenticator.Outcome;
import sluice.http.routing.Caller;
import sluice.http.routing.Operation;
import sluice.http.routing.ProblemDetails;
import sluice.http.routing.Responses;

/**
 * Filter that each request passes before it is routed: rate limit, allowed hosts, authentication,
 * the right that its route needs, and for changes their origin and content type. Looks at headers
 * only. Thread-safe.
 */
public final class RequestFilter implements RequestGate {
  private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final Set<String> JSON =
      Set.of("application/json", "application/merge-patch+json");
  private static final double BURST_SECONDS = 2;

  private final HttpConfig config;
  private final AllowedHosts names;
  private final TokenAuthenticator logins;
  private final RateLimiter requests;
  private final Consumer<Refusal> refused;

  /**
   * A filter by these settings.
   *
   * @param refused called with each refusal that is counted; from any thread
   */
  public RequestFilter(HttpConfig config, LongSupplier nanoClock, Consumer<Refusal> refused) {
    this.refused = refused;
    this.config = config;
    this.names = new AllowedHosts(config);
    this.logins = new TokenAuthenticator(config, nanoClock);
    this.requests =
        new RateLimiter(
            config.limits().requestsPerSecond() * BURST_SECONDS, BURST_SECONDS, nanoClock);
  }

  /** Lets other tokens in than before; see {@code http.tokens}. */
  public void take(Map<String, AccessToken> tokens) {
    logins.take(tokens);
  }

  @Override
  public Admission admit(HttpRequest request, Optional<Operation> operation) {
    InetAddress client = client(request);
    Caller stranger = Caller.stranger(client);
    if (!requests.take(client)) {
      refused.accept(Refusal.TOO_MANY_REQUESTS);
      return Admission.refused(
          stranger, tooMany("Too many requests", requests.secondsToNext(client)));
    }
    String host = header(request, "host").orElse("");
    if (!names.allowsHost(host)) {
      return Admission.refused(
          stranger,
          Responses.problem(
              421,
              "unknown-host",
              "The server has no such name",
              "the Host header names neither the bound address nor an entry of"
                  + " sluice.http.allowed-hosts"));
    }
    Optional<Right> needed =
        operation.isPresent() ? operation.get().right() : Optional.of(Right.VIEW);
    Admission admission =
        needed.map(right -> known(request, client, right)).orElse(Admission.granted(stranger));
    return admission.refusal().isPresent() || isReading(request)
        ? admission
        : new Admission(admission.caller(), changeRefusal(request, host));
  }

  private Admission known(HttpRequest request, InetAddress client, Right needed) {
    Caller stranger = Caller.stranger(client);
    return switch (logins.check(header(request, "authorization"), client)) {
      case Outcome.In(Grant grant) ->
          right(new Caller(grant.name(), Optional.of(grant.right()), client), needed);
      case Outcome.Limited() -> {
        refused.accept(Refusal.TOO_MANY_WRONG_TOKENS);
        LOG.warn("too many wrong tokens came from {}", client.getHostAddress());
        yield Admission.refused(
            stranger, tooMany("Too many wrong tokens", logins.secondsToNext(client)));
      }
      case Outcome.Wrong() -> {
        refused.accept(Refusal.WRONG_TOKEN);
        LOG.warn("a wrong token came from {}", client.getHostAddress());
        yield Admission.refused(stranger, unauthorized());
      }
      case Outcome.Missing() -> Admission.refused(stranger, unauthorized());
    };
  }

  private Admission right(Caller caller, Right needed) {
    return caller.may(needed)
        ? Admission.granted(caller)
        : Admission.refused(caller, lacking(caller, needed, "this"));
  }

  @Override
  public HttpResponse lacking(Caller caller, Right needed, String what) {
    refused.accept(Refusal.MISSING_RIGHT);
    return Responses.problem(ProblemDetails.missingRight(caller, needed, what));
  }

  private static HttpResponse unauthorized() {
    return Responses.problem(
            401,
            "unauthorized",
            "The token is missing or wrong",
            "send the token as Authorization: Bearer TOKEN, or as the password of Basic")
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"sluice\""))
        .addHeader(
            RawHeader.create("WWW-Authenticate", "Basic realm=\"sluice\", charset=\"UTF-8\""));
  }

  private Optional<HttpResponse> changeRefusal(HttpRequest request, String host) {
    Optional<String> origin = header(request, "origin");
    boolean foreign =
        origin.isPresent()
            ? !names.allowsOrigin(origin.get(), host)
            : header(request, "sec-fetch-site").filter("cross-site"::equals).isPresent();
    if (foreign) {
      return refuse(
          403,
          "foreign-origin",
          "Not from this page",
          "changes are taken from programs and from this server's own pages; list the page's host"
              + " in sluice.http.allowed-hosts if it is yours");
    }
    String type = request.entity().getContentType().mediaType().toString();
    if (WITH_BODY.contains(request.method().value()) && !JSON.contains(type)) {
      return refuse(
          415, "not-json", "Not JSON", "changes need the header Content-Type: application/json");
    }
    return Optional.empty();
  }

  /** Upgrades, as to WebSockets, have bodies and effects of their own and count as changes. */
  private static boolean isReading(HttpRequest request) {
    return READING.contains(request.method().value()) && header(request, "upgrade").isEmpty();
  }

  /** The address that limits are counted for: behind a proxy the last one that it reports. */
  private InetAddress client(HttpRequest request) {
    InetAddress peer =
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(RemoteAddress::getAddress)
            .orElseGet(InetAddress::getLoopbackAddress);
    return config.behindProxy()
        ? header(request, "x-forwarded-for").map(RequestFilter::last).orElse(peer)
        : peer;
  }

  private static InetAddress last(String forwarded) {
    String address = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return IpLiteral.parse(address).orElseGet(InetAddress::getLoopbackAddress);
  }

  /** The value of a header, the last one where there are several. */
  private static Optional<String> header(HttpRequest request, String name) {
    Optional<String> result = Optional.empty();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(name)) {
        result = Optional.of(header.value());
      }
    }
    return result;
  }

  private static Optional<HttpResponse> refuse(
      int status, String type, String title, String detail) {
    return Optional.of(Responses.problem(status, type, title, detail));
  }

  private static HttpResponse tooMany(String title, long seconds) {
    return Responses.problem(429, "too-many", title, "try again in " + seconds + " s")
        .addHeader(RawHeader.create("Retry-After", Long.toString(seconds)));
  }
}
