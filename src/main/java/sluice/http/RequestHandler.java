package sluice.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.StreamTcpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.HttpConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;
import sluice.http.access.Admission;
import sluice.http.access.RequestGate;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.Caller;
import sluice.http.routing.MissingRightException;
import sluice.http.routing.Operation;
import sluice.http.routing.ProblemDetails;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.http.routing.Router;

/** Handler of every request: filter, router, body, route handler; maps failures to responses. */
final class RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final ActorSystem<?> system;
  private final HttpConfig config;
  private final RequestGate gate;
  private final Router router;

  RequestHandler(ActorSystem<?> system, HttpConfig config, RequestGate gate, Router router) {
    this.system = system;
    this.config = config;
    this.gate = gate;
    this.router = router;
  }

  /** Answers a request; the stage never fails. */
  CompletionStage<HttpResponse> handle(HttpRequest request) {
    CompletionStage<HttpResponse> answer;
    try {
      answer = admitted(request);
    } catch (RuntimeException e) {
      answer = CompletableFuture.completedStage(Responses.problem(explain(request, e)));
    }
    return answer.thenApply(response -> Responses.secured(response, config.tls().isPresent()));
  }

  private CompletionStage<HttpResponse> admitted(HttpRequest request) {
    Optional<Router.Match> match = router.find(request);
    Optional<Operation> operation = match.map(found -> found.route().operation());
    Admission admission = gate.admit(request, operation);
    Caller caller = admission.caller();
    if (admission.refusal().isPresent() || match.isEmpty()) {
      request.discardEntityBytes(system);
      HttpResponse response = admission.refusal().orElseGet(() -> router.nothingFor(request));
      operation.ifPresent(asked -> AuditLog.tell(request, asked, caller, response));
      return CompletableFuture.completedStage(response);
    }
    return answer(match.get(), request, caller)
        .exceptionally(failure -> failed(request, caller, failure))
        .thenApply(
            response -> {
              AuditLog.tell(request, match.get().route().operation(), caller, response);
              return response;
            });
  }

  private CompletionStage<HttpResponse> answer(
      Router.Match match, HttpRequest request, Caller caller) {
    try {
      return body(request).thenCompose(body -> call(match, request, caller, body));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private HttpResponse failed(HttpRequest request, Caller caller, Throwable failure) {
    return Failures.unwrap(failure) instanceof MissingRightException missing
        ? gate.lacking(caller, missing.needed(), missing.what())
        : Responses.problem(explain(request, failure));
  }

  /** The time for the body is another one. */
  private CompletionStage<HttpResponse> call(
      Router.Match match, HttpRequest request, Caller caller, String body) {
    Route route = match.route();
    Duration usual = config.limits().requestTimeout();
    Duration limit = route.patience().compareTo(usual) > 0 ? route.patience() : usual;
    return route
        .handler()
        .handle(new ApiRequest(request, caller, match.parameters(), body))
        .toCompletableFuture()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A body of unknown length is bounded by the parser, while it comes. */
  private CompletionStage<String> body(HttpRequest request) {
    if (request.entity().isKnownEmpty()) {
      return CompletableFuture.completedStage("");
    }
    if (request.entity().getContentLengthOption().orElse(0) > config.limits().maxBody()) {
      request.discardEntityBytes(system);
      return CompletableFuture.failedStage(new BodyRefused(tooLarge()));
    }
    return request
        .toStrict(config.limits().requestTimeout().toMillis(), Long.MAX_VALUE, system)
        .handle(
            (strict, failure) -> {
              if (strict != null) {
                return ((HttpEntity.Strict) strict.entity()).getData().utf8String();
              }
              Throwable cause = Failures.unwrap(failure);
              throw cause instanceof TimeoutException
                  ? new BodyRefused(tooSlow())
                  : new CompletionException(cause);
            });
  }

  /** A body that is not read to its end. */
  private static final class BodyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemDetails problem;

    BodyRefused(ProblemDetails problem) {
      super(null, null, false, false);
      this.problem = problem;
    }
  }

  private ProblemDetails tooLarge() {
    return ProblemDetails.of(
        413,
        "too-large",
        "The body is too large",
        "at most " + config.limits().maxBody() + " bytes (sluice.http.limits.max-body)");
  }

  private ProblemDetails tooSlow() {
    return ProblemDetails.of(
        408,
        "too-slow",
        "The body came too slowly",
        "within %d ms (sluice.http.limits.request-timeout)"
            .formatted(config.limits().requestTimeout().toMillis()));
  }

  private ProblemDetails explain(HttpRequest request, Throwable thrown) {
    Throwable failure = Failures.unwrap(thrown);
    return switch (failure) {
      case BadBodyException bad -> ProblemDetails.badBody(bad.detail());
      case BodyRefused refused -> refused.problem;
      case EntityStreamSizeException _ -> tooLarge();
      case EntityStreamException _, StreamTcpException _ ->
          ProblemDetails.badBody("the body ended or broke off in the middle");
      case TimeoutException late ->
          ProblemDetails.of(
              503, "timeout", "No answer in time", "the service is busy; try again in a moment");
      case SluiceException known -> known(known);
      default -> {
        LOG.error(
            "{} of the API failed: {}",
            request.method().value(),
            MessageText.printable(Redaction.redact(Failures.reason(failure))));
        LOG.debug("Where it failed", failure);
        yield ProblemDetails.of(
            500, "internal", "A fault of Sluice itself", "it is in the service's log");
      }
    };
  }

  private static ProblemDetails known(SluiceException failure) {
    String detail = Redaction.redact(String.valueOf(failure.getMessage()));
    return failure.code() == ErrorCode.USAGE
        ? ProblemDetails.of(400, "refused", "It can't be done", detail)
        : ProblemDetails.of(503, "unavailable", "It can't be done now", detail);
  }
}
