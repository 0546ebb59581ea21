package sluice.http.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.control.ServiceControl;
import sluice.service.sink.SinkPort;
import sluice.service.sink.SinkTestAnswer;

/**
 * The routes that show sinks and test them. None makes or changes one: only the configuration's
 * file says where results may lead.
 */
public final class SinkRoutes {
  /** A test answers within half a minute. */
  public static final Duration TEST_PATIENCE = Duration.ofSeconds(35);

  private static final String ALL = "/api/v1/sinks";
  private static final String ONE = ALL + "/{id}";

  private final ServiceControl control;
  private final SinkPort sinks;

  /**
   * Routes of a service's sinks.
   *
   * @param control knows which streams use which sinks
   * @param sinks what became of them
   */
  public SinkRoutes(ServiceControl control, SinkPort sinks) {
    this.control = control;
    this.sinks = sinks;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
            ALL,
            Operation.of(
                    Right.VIEW, "listSinks", "All sinks of the configuration, and how they are")
                .gives(200, "the sinks", "Sinks"),
            call -> list()),
        Route.get(
            ONE,
            Operation.of(Right.VIEW, "getSink", "A sink, and how it is")
                .gives(200, "the sink", "Sink")
                .failsUnknownSink(),
            call -> one(call.id())),
        Route.post(
                ONE + "/test",
                Operation.of(
                        Right.OPERATE,
                        "testSink",
                        "Sends a test message, or tries to write, and says what was seen")
                    .gives(200, "what was seen, or why results would not reach it", "SinkTest")
                    .fails(409, "the sink is being tested already")
                    .fails(503, "too many sinks are being tested")
                    .failsUnknownSink(),
                call -> sinks.test(call.id()).thenApply(answer -> tested(call.id(), answer)))
            .withPatience(TEST_PATIENCE));
  }

  private CompletionStage<HttpResponse> list() {
    return sinks
        .all()
        .thenApply(
            all -> {
              Map<String, List<String>> users = users();
              return Responses.jsonList(
                  all,
                  sink ->
                      Optional.of(
                          new SinkAnswers.Sink(sink, users.getOrDefault(sink.name(), List.of()))));
            });
  }

  private CompletionStage<HttpResponse> one(String name) {
    return sinks
        .all()
        .thenApply(
            all ->
                all.stream()
                    .filter(sink -> sink.name().equals(name))
                    .findFirst()
                    .map(
                        sink ->
                            Responses.json(
                                new SinkAnswers.Sink(sink, users().getOrDefault(name, List.of()))))
                    .orElseGet(() -> unknown(name)));
  }

  /** The streams that are set to use a sink, by its name. */
  private Map<String, List<String>> users() {
    Map<String, List<String>> result = new HashMap<>();
    control
        .state()
        .streams()
        .forEach(
            (id, stream) ->
                stream
                    .config()
                    .sinks()
                    .forEach(sink -> result.computeIfAbsent(sink, _ -> new ArrayList<>()).add(id)));
    return result;
  }

  private static HttpResponse tested(String name, SinkTestAnswer answer) {
    return switch (answer) {
      case SinkTestAnswer.Done(var result) -> Responses.json(SinkAnswers.Test.of(result));
      case SinkTestAnswer.Unknown() -> unknown(name);
      case SinkTestAnswer.Running() ->
          Responses.problem(
              409,
              "sink-test-running",
              "The sink is being tested",
              "a test of sink " + name + " has not ended; try again in a moment");
      case SinkTestAnswer.TooMany(int limit) ->
          Responses.problem(
              503,
              "too-many-tests",
              "Too many sinks are being tested",
              limit + " at the same time; try again in a moment");
    };
  }

  private static HttpResponse unknown(String name) {
    return Responses.problem(
        404,
        "unknown-sink",
        "No such sink",
        "there is no sink " + name + "; sinks are named in the configuration's file");
  }
}
