package sluice.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;
import sluice.http.routing.Caller;
import sluice.http.routing.Operation;
import sluice.service.LogLevels;

/**
 * Log of the changes that come over HTTP: who asked for what, and what came of it, a line each.
 * Neither bodies nor queries are logged, for both may hold secrets. What was refused for its client
 * is a warning, of which the log may fold repeats. Thread-safe.
 */
final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.AUDIT);

  private static final String NO_TOKEN = "(no token)";

  private AuditLog() {}

  /** Logs the answer to a request, if that was to change something. */
  static void tell(HttpRequest request, Operation operation, Caller caller, HttpResponse response) {
    String method = request.method().value();
    if (!operation.changes(method)) {
      return;
    }
    int status = response.status().intValue();
    String line =
        "%s: %s %s by %s from %s: %d%s"
            .formatted(
                operation.id(),
                method,
                MessageText.printable(Redaction.redact(request.getUri().path())),
                caller.name().orElse(NO_TOKEN),
                caller.address().getHostAddress(),
                status,
                made(response).map(where -> ", " + where).orElse(""));
    switch (status) {
      case 401, 403, 421, 429 -> LOG.warn("{}", line);
      default -> LOG.info("{}", line);
    }
  }

  /** Where something stands that is new. */
  private static Optional<String> made(HttpResponse response) {
    return response.getHeader("Location").map(HttpHeader::value).map(MessageText::printable);
  }
}
