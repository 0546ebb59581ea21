package sluice.http.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Responses;

/** A client's request as another node gets it, and the answer as the client gets that. */
final class PassedRequest {
  /** Which part is wanted, and of what; nothing else of a client's headers goes along. */
  private static final List<String> ASKED = List.of("Range", "If-Range", "If-None-Match");

  private static final Set<String> ANSWERED =
      Set.of(
          "accept-ranges",
          "cache-control",
          "content-disposition",
          "content-range",
          "etag",
          "location",
          "retry-after");

  private PassedRequest() {}

  /** The request; its body is empty or small, and was read. */
  static HttpRequest of(ApiRequest call) {
    HttpRequest request = HttpRequest.create().withMethod(call.request().method());
    for (String name : ASKED) {
      Optional<String> value = call.header(name);
      if (value.isPresent()) {
        request = request.addHeader(RawHeader.create(name, value.get()));
      }
    }
    return call.body().isEmpty()
        ? request
        : request.withEntity(ContentTypes.APPLICATION_JSON, call.body());
  }

  /** Its path, with the query. */
  static String path(ApiRequest call) {
    Uri uri = call.request().getUri();
    return uri.getPathString() + uri.rawQueryString().map(query -> "?" + query).orElse("");
  }

  /** Its path, with the query but for one name. */
  static String pathWithout(ApiRequest call, String name) {
    String query =
        call.request().getUri().query().toList().stream()
            .filter(each -> !each.first().equals(name))
            .map(each -> encoded(each.first()) + "=" + encoded(each.second()))
            .collect(Collectors.joining("&"));
    String path = call.request().getUri().getPathString();
    return query.isEmpty() ? path : path + "?" + query;
  }

  /** A text as it may stand in a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The answer, streamed with backpressure. */
  static HttpResponse answer(HttpResponse response) {
    HttpResponse result =
        HttpResponse.create().withStatus(response.status()).withEntity(response.entity());
    for (HttpHeader header : response.getHeaders()) {
      if (ANSWERED.contains(header.lowercaseName())) {
        result = result.addHeader(RawHeader.create(header.name(), header.value()));
      }
    }
    return result;
  }

  /** Says that a node can't answer now. */
  static HttpResponse unreachable(String detail) {
    return Responses.problem(503, "node-unreachable", "Node unreachable", detail)
        .addHeader(RawHeader.create("Retry-After", "5"));
  }
}
