package sluice.app.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sluice.app.remote.JsonTree.UnexpectedException;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.MessageText;
import sluice.json.JsonText;

/**
 * Asks a running service. Redirects are not followed and proxies not used, so that the token
 * reaches that service alone. Whatever goes wrong is a {@link SluiceException} of {@link
 * ErrorCode#REMOTE}. For one thread.
 */
public final class RemoteService implements AutoCloseable {
  /** For the connection, the handshake of TLS included. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Some hundred bytes a stream: more than any cluster has. */
  private static final int MOST_BYTES = 16 << 20;

  private static final int LONGEST_DETAIL = 500;
  private static final String CLUSTER = "/api/v1/cluster";

  private final RemoteAddress address;
  private final Optional<RemoteToken> token;
  private final Duration limit;
  private final Duration connectLimit;
  private final Optional<RemoteTls> tls;
  private final HttpClient client;

  /**
   * Opens no connection.
   *
   * @param token what is sent; absent: nothing
   * @param limit for a whole answer, the connection included
   * @throws SluiceException USAGE for a token that others on the way could read, INPUT for a file
   *     of authorities that can't be used
   */
  public RemoteService(RemoteAddress address, Optional<RemoteToken> token, Duration limit) {
    if (token.isPresent() && !address.isTls() && !address.own()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "%s: the token isn't sent to another machine without TLS (expected: https)"
              .formatted(address));
    }
    this.address = address;
    this.token = token;
    this.limit = limit;
    this.connectLimit = limit.compareTo(CONNECT_LIMIT) < 0 ? limit : CONNECT_LIMIT;
    this.tls = RemoteTls.of(address);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(connectLimit);
    tls.ifPresent(check -> builder.sslContext(check.context()));
    this.client = builder.build();
  }

  /**
   * Whether what answers there is a Sluice whose process works, which it tells everybody.
   *
   * @return false where it answers with something else than Sluice's API
   */
  public boolean isSluice() {
    try {
      JsonTree health = JsonTree.parse(answer("GET", "/health/live", Optional.empty()));
      return health.text("status").equalsIgnoreCase("up") && health.texts("reasons").isEmpty();
    } catch (UnexpectedException e) {
      return false;
    }
  }

  /** The cluster that the service is a node of. */
  public RemoteCluster cluster() {
    byte[] answer = answer("GET", CLUSTER, Optional.empty());
    try {
      return RemoteCluster.of(answer, new String(answer, StandardCharsets.UTF_8));
    } catch (UnexpectedException e) {
      throw failure(
          "what it answers can't be read: %s (expected: the JSON of Sluice's API; is it Sluice, and"
                  .formatted(e.getMessage())
              + " of this version?)");
    }
  }

  /**
   * Has a node emptied.
   *
   * @return what is done now, in words
   */
  public String drain(String node) {
    return accepted(
        answer("POST", CLUSTER + "/nodes/" + encoded(node) + "/drain", Optional.of("")));
  }

  /**
   * Lets a node that was drained take streams again.
   *
   * @return what is done now, in words
   */
  public String endDrain(String node) {
    return accepted(
        answer("DELETE", CLUSTER + "/nodes/" + encoded(node) + "/drain", Optional.of("")));
  }

  /**
   * Moves a stream.
   *
   * @return what is done now, in words
   */
  public String move(String stream, String node) {
    return accepted(
        answer(
            "POST",
            "/api/v1/streams/" + encoded(stream) + "/move",
            Optional.of(JsonText.of(Map.of("to", node)))));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String accepted(byte[] answer) {
    try {
      return MessageText.oneLine(JsonTree.parse(answer).text("accepted"));
    } catch (UnexpectedException e) {
      return "it is being done";
    }
  }

  private byte[] answer(String method, String path, Optional<String> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.base() + path))
            .header("Accept", "application/json")
            .method(
                method,
                body.map(HttpRequest.BodyPublishers::ofString)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    body.ifPresent(text -> request.header("Content-Type", "application/json"));
    token.ifPresent(given -> request.header("Authorization", "Bearer " + given.secret().reveal()));
    HttpResponse<Optional<byte[]>> response = send(request.build());
    byte[] read =
        response
            .body()
            .orElseThrow(
                () ->
                    failure(
                        "its answer is larger than %d MiB (expected: Sluice's API)"
                            .formatted(MOST_BYTES >> 20)));
    if (response.statusCode() / 100 != 2) {
      throw refusal(response.statusCode(), read);
    }
    return read;
  }

  private HttpResponse<Optional<byte[]>> send(HttpRequest request) {
    CompletableFuture<HttpResponse<Optional<byte[]>>> pending =
        client.sendAsync(request, new LimitedBody(MOST_BYTES));
    try {
      return pending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failure(
          "no answer came whole within %s; does it hang, or is more --timeout needed?"
              .formatted(seconds(limit)));
    } catch (ExecutionException e) {
      throw unsent(Failures.unwrap(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("it was not waited for to its end");
    } finally {
      pending.cancel(true);
    }
  }

  private SluiceException unsent(Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e ->
          failure(
              "no connection within %s; is the machine there, and %s?"
                  .formatted(
                      seconds(connectLimit),
                      address.isTls()
                          ? "does it speak TLS at this port"
                          : "does nothing on the way drop it"),
              e);
      case ConnectException e when isUnresolved(e) ->
          failure(
              "its name can't be looked up (expected: a name or an address that leads to it)", e);
      case ConnectException e ->
          failure(
              "nothing takes a connection there (expected: a service that runs; start it, or name"
                  + " its address by --url)",
              e);
      case SSLException e when tls.isPresent() -> failure(tls.get().reason(e), e);
      case IOException e ->
          failure(
              "the connection was broken off before an answer came (%s); does it expect %s?"
                  .formatted(
                      MessageText.oneLine(FileFailure.reason(e)),
                      address.isTls() ? "http" : "https"),
              e);
      default -> throw Failures.unchecked("asking " + address, cause);
    };
  }

  private static boolean isUnresolved(ConnectException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  /** The service's own words where it has some. */
  private SluiceException refusal(int status, byte[] body) {
    Optional<String> detail = detail(body);
    return switch (status) {
      case 401 ->
          failure(
              token
                  .map(
                      given ->
                          "it refuses the token of %s (expected: http.token or one of http.tokens of the service)"
                              .formatted(given.origin()))
                  .orElse(
                      "it answers nobody without a token (expected: %s in the environment, or"
                              .formatted(RemoteToken.VARIABLE)
                          + " --token-file)"));
      case 421 ->
          failure(
              "it doesn't go by this name (expected: its address, or a name of"
                  + " http.allowed-hosts)");
      default ->
          failure(
              detail.orElseGet(
                  () ->
                      "it answers with HTTP status %d (expected: Sluice's API; is it Sluice, and of"
                              .formatted(status)
                          + " this version?)"));
    };
  }

  private static Optional<String> detail(byte[] body) {
    try {
      return JsonTree.parse(body)
          .textIfAny("detail")
          .map(MessageText::oneLine)
          .filter(text -> !text.isEmpty())
          .map(
              text ->
                  text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…");
    } catch (UnexpectedException e) {
      return Optional.empty();
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private SluiceException failure(String what) {
    return failure(what, null);
  }

  private SluiceException failure(String what, @Nullable Throwable cause) {
    return new SluiceException(ErrorCode.REMOTE, address + ": " + what, cause);
  }

  /** Gives up what runs. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
