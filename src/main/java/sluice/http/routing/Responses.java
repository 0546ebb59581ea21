package sluice.http.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonText;
import sluice.json.Naming;

/** Factory of HTTP responses. */
public final class Responses {
  public static final String PROBLEM_TYPE = "application/problem+json";

  private static final ContentType.WithFixedCharset PROBLEM =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));
  private static final ContentType JPEG = ContentTypes.create(MediaTypes.IMAGE_JPEG);

  /** No answer is to be kept, guessed at, framed, or to load anything, unless it says so itself. */
  private static final List<HttpHeader> SECURITY =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("X-Frame-Options", "DENY"),
          RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("Cache-Control", "no-store"));

  private static final HttpHeader ONLY_TLS =
      RawHeader.create("Strict-Transport-Security", "max-age=31536000");

  private Responses() {}

  /** A value as {@link JsonText} takes it. */
  public static HttpResponse json(int status, @Nullable Object value) {
    return jsonText(JsonText.of(value)).withStatus(status);
  }

  /** A value as {@link JsonText} takes it, with these member names of records. */
  public static HttpResponse json(@Nullable Object value, Naming naming) {
    return jsonText(JsonText.of(value, naming));
  }

  private static HttpResponse jsonText(String text) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, text));
  }

  public static HttpResponse json(@Nullable Object value) {
    return json(200, value);
  }

  /**
   * A list, streamed: each element is made and written when the client takes it. For lists that
   * grow with the number of streams.
   *
   * @param value makes an element; empty where it is gone meanwhile
   */
  public static <T> HttpResponse jsonList(List<T> elements, Function<T, Optional<?>> value) {
    Source<ByteString, NotUsed> text =
        Source.from(elements)
            .mapConcat(element -> value.apply(element).stream().toList())
            .map(element -> ByteString.fromString(JsonText.of(element)))
            .intersperse(
                ByteString.fromString("["), ByteString.fromString(","), ByteString.fromString("]"));
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, text));
  }

  public static HttpResponse noContent() {
    return HttpResponse.create().withStatus(204).withEntity(HttpEntities.EMPTY);
  }

  public static HttpResponse problem(ProblemDetails problem) {
    return HttpResponse.create()
        .withStatus(problem.status())
        .withEntity(HttpEntities.create(PROBLEM, JsonText.of(problem)));
  }

  public static HttpResponse problem(int status, String type, String title, String detail) {
    return problem(ProblemDetails.of(status, type, title, detail));
  }

  public static HttpResponse unknownStream(String id) {
    return problem(ProblemDetails.unknownStream(id));
  }

  /** A picture, not changed any more. */
  public static HttpResponse jpeg(byte[] picture) {
    return HttpResponse.create().withEntity(HttpEntities.create(JPEG, picture));
  }

  public static HttpResponse secured(HttpResponse response, boolean tls) {
    List<HttpHeader> missing =
        SECURITY.stream().filter(header -> response.getHeader(header.name()).isEmpty()).toList();
    HttpResponse result = response.addHeaders(missing);
    return tls ? result.addHeader(ONLY_TLS) : result;
  }
}
