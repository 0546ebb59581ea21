package sluice.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import sluice.http.routing.Responses;

/**
 * Handler of parsing errors: responds to what isn't HTTP, or exceeds its limits. Quotes nothing of
 * the request, here or in the log, for it may hold the token. Pekko HTTP finds it by the name of
 * this class and of its field.
 */
public final class ParsingErrors extends ParsingErrorHandler {
  /** The only one. */
  public static final ParsingErrors MODULE$ = new ParsingErrors();

  /** What Pekko HTTP says of a length that is none of its numbers. */
  private static final String LENGTH_TOO_LONG = "63-bit";

  private ParsingErrors() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    log.debug("Refused what is no request: {}", status.intValue());
    if (info.summary().contains(LENGTH_TOO_LONG)) {
      return Responses.secured(
          Responses.problem(
              413, "too-large", "The body is too large", "its length is beyond all bounds"),
          false);
    }
    return Responses.secured(
        Responses.problem(
            status.intValue(),
            "bad-request",
            "Not a request that can be read",
            status.reason() + ": " + status.defaultMessage()),
        false);
  }
}
