package sluice.http.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import sluice.config.ConfigJson;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.Right;
import sluice.http.cluster.ClusterPort;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.ClosedEnum;
import sluice.json.JsonField;
import sluice.service.model.ModelStatus;
import sluice.service.query.ServiceQueries;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.telemetry.MetricFormat;
import sluice.telemetry.Telemetry;

/** The routes of health checks, of the metrics endpoint and of the models' status. */
public final class HealthRoutes {
  private static final int SCRAPES_AT_ONCE = 4;
  private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(20);

  private final ServiceQueries actors;
  private final HttpPorts ports;
  private final Telemetry telemetry;
  private final AtomicBoolean stopping;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicInteger scrapes = new AtomicInteger();

  public HealthRoutes(
      ServiceQueries actors, HttpPorts ports, Telemetry telemetry, AtomicBoolean stopping) {
    this.actors = actors;
    this.ports = ports;
    this.telemetry = telemetry;
    this.stopping = stopping;
  }

  public List<Route> routes() {
    return List.of(
        Route.getNow(
            "/health/live",
            Operation.open("live", "Whether the process works at all")
                .gives(200, "it does", "Health"),
            call -> health(List.of())),
        Route.get(
            "/health/ready",
            Operation.of(
                    Right.VIEW,
                    "ready",
                    "Whether configuration, models and membership of a cluster are ready; cameras"
                        + " don't count")
                .gives(200, "they are", "Health")
                .gives(503, "not yet, or not any more; reasons says why", "Health"),
            call -> ready()),
        Route.get(
            "/health/startup",
            Operation.of(
                    Right.VIEW,
                    "startup",
                    "Whether the start is over: streams tried, models compiled")
                .gives(200, "it is, and stays so", "Health")
                .gives(503, "not yet; reasons says what it waits for", "Health"),
            call -> startup()),
        Route.getNow(
            "/metrics",
            Operation.of(Right.VIEW, "metrics", "Metrics for Prometheus")
                .givesRaw(
                    200,
                    "all meters, in Prometheus' text format; as OpenMetrics, with exemplars, for"
                        + " who accepts application/openmetrics-text",
                    "text/plain")
                .fails(503, "the metrics are being read too often at the same time"),
            this::metrics),
        Route.get(
            "/api/v1/models",
            Operation.of(Right.VIEW, "listModels", "All models: settings and status")
                .gives(200, "the models", "Models"),
            call -> actors.models().thenApply(this::models)));
  }

  /** The condition of what was asked for. */
  @ClosedEnum
  enum Condition {
    UP,
    DOWN
  }

  /** The answer of a health check. */
  record Health(
      @JsonField(description = "whether all is well") Condition status,
      @JsonField(description = "why it is not") List<String> reasons) {}

  private static HttpResponse health(List<String> reasons) {
    boolean up = reasons.isEmpty();
    return Responses.json(up ? 200 : 503, new Health(up ? Condition.UP : Condition.DOWN, reasons));
  }

  /** Streamed by families; who reads slowly is cut, for a family of all streams is kept for him. */
  private HttpResponse metrics(ApiRequest call) {
    if (scrapes.get() >= SCRAPES_AT_ONCE) {
      return Responses.problem(
          503,
          "too-many-scrapes",
          "The metrics are being read too often at the same time",
          SCRAPES_AT_ONCE + " at the same time; try again in a moment");
    }
    MetricFormat format = MetricsFormats.of(call.header("Accept"));
    Source<ByteString, NotUsed> text =
        Source.lazySource(
                () -> {
                  scrapes.incrementAndGet();
                  return Source.fromIterator(() -> telemetry.scrape(format))
                      .map(ByteString::fromArrayUnsafe)
                      .completionTimeout(SCRAPE_TIMEOUT)
                      .watchTermination(
                          (begun, done) -> {
                            done.whenComplete((end, failure) -> scrapes.decrementAndGet());
                            return begun;
                          });
                })
            .mapMaterializedValue(begun -> NotUsed.getInstance());
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(MetricsFormats.type(format), text));
  }

  private CompletionStage<HttpResponse> ready() {
    return actors
        .models()
        .thenCombine(
            actors.streams(),
            (models, streams) -> {
              Set<String> reasons = new LinkedHashSet<>();
              if (stopping.get()) {
                reasons.add("the service is being stopped");
              }
              reasons.addAll(ofCluster());
              reasons.addAll(ofStart());
              reasons.addAll(ofModels(models, streams));
              return health(List.copyOf(reasons));
            });
  }

  /** Once over, the start stays over, whatever happens to models later. */
  private CompletionStage<HttpResponse> startup() {
    if (started.get()) {
      return CompletableFuture.completedStage(health(List.of()));
    }
    return actors
        .models()
        .thenCombine(
            actors.streams(),
            (models, streams) -> {
              List<String> reasons = new ArrayList<>(ofStart());
              reasons.addAll(ofModels(models, streams));
              streams.stream()
                  .filter(stream -> stream.state() == StreamState.STARTING)
                  .filter(stream -> stream.faults().restarts().isEmpty())
                  .forEach(stream -> reasons.add("stream " + stream.id() + " is being opened"));
              if (reasons.isEmpty()) {
                started.set(true);
              }
              return health(reasons);
            });
  }

  private List<String> ofCluster() {
    ClusterPort cluster = ports.clusterPort();
    return !cluster.isCluster() || cluster.view().isUp()
        ? List.of()
        : List.of("this node is no member of the cluster that is up");
  }

  private List<String> ofStart() {
    return ports.control().hasBegun() ? List.of() : List.of("the streams are not started yet");
  }

  /** A model that can't even be found has no status; the streams that wait for it say so. */
  private static List<String> ofModels(List<ModelStatus> models, List<StreamStatus> streams) {
    List<String> reasons = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (ModelStatus model : models) {
      known.add(model.name());
      switch (model.state()) {
        case COMPILING -> reasons.add("model " + model.name() + " is being compiled");
        case RETRYING ->
            reasons.add(
                "model "
                    + model.name()
                    + " failed: "
                    + model.lastError().orElse("no reason known"));
        case READY, CLOSING -> {}
      }
    }
    for (StreamStatus stream : streams) {
      if (stream.state() == StreamState.WAITING_FOR_MODEL && !known.contains(stream.model())) {
        reasons.add("model " + stream.model() + ": " + stream.cause());
      }
    }
    return reasons;
  }

  private HttpResponse models(List<ModelStatus> all) {
    List<Object> result = new ArrayList<>();
    for (ModelConfig model : ports.control().state().config().models().values()) {
      Map<String, Object> each = new LinkedHashMap<>(ConfigJson.asMap(model));
      each.put(
          "status", all.stream().filter(status -> status.name().equals(model.name())).toList());
      result.add(each);
    }
    return Responses.json(result);
  }
}
