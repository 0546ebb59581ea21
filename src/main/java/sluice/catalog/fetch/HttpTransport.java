package sluice.catalog.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.RetryAfter;

/**
 * Transport over HTTP: follows redirects itself, so that none downgrades from https, and resumes a
 * file with Range and If-Range (RFC 9110, sections 13.1.5 and 14).
 */
final class HttpTransport implements Transport, AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> WORTH_RETRYING = Set.of(408, 429, 500, 502, 503, 504);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int UNSATISFIABLE = 416;

  private final FetchSettings settings;
  private final Proxies proxies;
  private final HttpClient client;
  private final ScheduledThreadPoolExecutor timer;

  /** A transport that asks the environment for proxies. */
  HttpTransport(FetchSettings settings, Map<String, String> environment) {
    this.settings = settings;
    this.proxies = new Proxies(environment, ProxySelector.getDefault());
    ProxyLogin login = new ProxyLogin(proxies);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // one file after the other: nothing to multiplex
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .authenticator(login)
            .proxy(proxies)
            .build();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("fetch-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Download open(URI address, long from, Optional<String> validator)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = send(address, from, validator);
    try {
      if (from > 0 && !continues(response, from)) {
        discard(response);
        response = send(address, 0, Optional.empty());
      }
      return download(address, response);
    } catch (IOException | RuntimeException e) {
      discard(response);
      throw e;
    }
  }

  /** A proxy that refuses a tunnel answers without a body. */
  private static void discard(HttpResponse<InputStream> response) throws IOException {
    @Nullable InputStream body = response.body();
    if (body != null) {
      body.close();
    }
  }

  /** Whether the answer can be used: the rest that was asked for, or the whole. */
  private static boolean continues(HttpResponse<InputStream> response, long from) {
    return switch (response.statusCode()) {
      case UNSATISFIABLE -> false;
      case PARTIAL ->
          ContentRange.of(response.headers()).filter(range -> range.from() == from).isPresent();
      default -> true;
    };
  }

  private Download download(URI address, HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    if (status != OK && status != PARTIAL) {
      throw failure(address, response);
    }
    String encoding = header(response, "Content-Encoding").orElse("identity");
    if (!encoding.equals("identity")) {
      throw refused(address, "sends the file as " + encoding + " (expected: its own bytes)");
    }
    long from = 0;
    OptionalLong total = response.headers().firstValueAsLong("Content-Length");
    if (status == PARTIAL) {
      ContentRange range =
          ContentRange.of(response.headers())
              .orElseThrow(() -> new IOException("answers 206 without a range"));
      from = range.from();
      total = range.total();
    }
    InputStream guarded = new StallGuard(response.body(), timer, settings.stallTimeout());
    return new Download(guarded, from, total, validator(response));
  }

  /** A weak tag can't stand in If-Range; the date of the last change can. */
  private static Optional<String> validator(HttpResponse<InputStream> response) {
    return header(response, "ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> header(response, "Last-Modified"));
  }

  private HttpResponse<InputStream> send(URI address, long from, Optional<String> validator)
      throws IOException, InterruptedException {
    URI next = address;
    proxies.proxy(address); // a wrong one is reported here rather than by the client's threads
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response =
          client.send(request(next, from, validator), BodyHandlers.ofInputStream());
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      discard(response);
      next = redirected(next, header(response, "Location").orElse(""));
    }
    throw refused(
        address, "redirects more than " + MOST_REDIRECTS + " times (expected: an end of it)");
  }

  private HttpRequest request(URI address, long from, Optional<String> validator) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(settings.stallTimeout())
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "sluice");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
      validator.ifPresent(version -> request.header("If-Range", version));
    }
    return request.GET().build();
  }

  private static boolean isHttp(URI address) {
    return "http".equalsIgnoreCase(address.getScheme());
  }

  /** Where a redirect leads: to https, or from http to http. */
  static URI redirected(URI from, String location) {
    String expected = " (expected: a redirect to an https:// address)";
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw refused(from, "redirects to " + Redacted.of(location) + expected);
    }
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    boolean strong = scheme.equals("https") || (scheme.equals("http") && isHttp(from));
    if (location.isBlank() || !strong || to.getHost() == null || to.getUserInfo() != null) {
      throw refused(from, "redirects to " + Redacted.of(to) + expected);
    }
    return to;
  }

  private static IOException failure(URI address, HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (WORTH_RETRYING.contains(status)) {
      return new RetryLater(
          "answers " + status,
          RetryAfter.parse(
              header(response, "Retry-After").orElse(""), Instant.now(), LONGEST_WAIT));
    }
    String hint =
        switch (status) {
          case 401, 403 -> " (expected: a file that anybody may read)";
          case 404, 410 -> " (expected: the file; it may have moved, --mirror names another place)";
          case 407 ->
              " (expected: a proxy that lets us through; its address may hold user and password)";
          default -> " (expected: 200)";
        };
    throw refused(address, "answers " + status + hint);
  }

  private static Optional<String> header(HttpResponse<InputStream> response, String name) {
    return response.headers().firstValue(name);
  }

  private static SluiceException refused(URI address, String what) {
    return new SluiceException(ErrorCode.MODEL, Redacted.of(address) + " " + what);
  }

  /** Cuts what is still open. */
  @Override
  public void close() {
    timer.shutdownNow();
    client.shutdownNow();
    client.close();
  }
}
