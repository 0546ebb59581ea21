package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import sluice.service.model.ModelStatus;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;

/**
 * The gauges of streams and models, from their status; those of what is no longer reported are
 * removed. Updated by one thread at a time.
 */
final class StatusMeters {
  private final MeterRegistry registry;
  private final MultiGauge state;
  private final MultiGauge stuck;
  private final MultiGauge sinkHealthy;
  private final MultiGauge sinkLost;
  private final Map<MultiGauge, ToDoubleFunction<ModelStatus>> ofModels;

  StatusMeters(MeterRegistry registry) {
    this.registry = registry;
    state = gauge("sluice.stream.state", "1 for the state that the stream is in, else 0");
    stuck = gauge("sluice.stream.stuck.threads", "Decoder threads that never returned");
    sinkHealthy = gauge("sluice.sink.healthy", "1 while results are being written, else 0");
    sinkLost = gauge("sluice.sink.lost", "Results that were not written");
    ofModels =
        Map.of(
            gauge("sluice.model.requests", "Inference requests"),
            model -> model.compiled().map(facts -> facts.requests()).orElse(0),
            gauge("sluice.model.requests.busy", "Inference requests that work now"),
            ModelStatus::busyRequests,
            gauge("sluice.model.requests.waiting", "Prepared frames that wait for a request now"),
            ModelStatus::waitingFrames,
            gauge("sluice.model.leases", "How often the model is in use"),
            ModelStatus::leases,
            gauge("sluice.model.generation", "How often the model was compiled"),
            ModelStatus::generation,
            gauge("sluice.model.failures", "Failures of the device since it last worked well"),
            ModelStatus::failures,
            gauge("sluice.model.abandoned", "Inferences that never returned"),
            ModelStatus::abandoned,
            gauge("sluice.model.ready", "1 while the model works, else 0"),
            model -> model.state() == ModelStatus.State.READY ? 1 : 0);
  }

  private MultiGauge gauge(String name, String help) {
    return MultiGauge.builder(name).description(help).register(registry);
  }

  void streams(List<StreamStatus> all) {
    List<Row<?>> states = new ArrayList<>();
    List<Row<?>> threads = new ArrayList<>();
    List<Row<?>> healthy = new ArrayList<>();
    List<Row<?>> lost = new ArrayList<>();
    for (StreamStatus stream : all) {
      for (StreamState each : StreamState.values()) {
        Tags tags = Tags.of("stream", stream.id(), "state", each.wireName());
        states.add(Row.of(tags, stream.state() == each ? 1 : 0));
      }
      threads.add(Row.of(Tags.of("stream", stream.id()), stream.faults().stuckThreads()));
      for (SinkStatus sink : stream.sinks()) {
        Tags tags = Tags.of("stream", stream.id(), "sink", sink.name());
        healthy.add(Row.of(tags, sink.healthy() ? 1 : 0));
        lost.add(Row.of(tags, sink.lost()));
      }
    }
    state.register(states, true);
    stuck.register(threads, true);
    sinkHealthy.register(healthy, true);
    sinkLost.register(lost, true);
  }

  /** An old and a new generation of the same name count together. */
  void models(List<ModelStatus> all) {
    ofModels.forEach(
        (gauge, value) -> {
          Map<String, Double> sums = new TreeMap<>();
          all.forEach(model -> sums.merge(model.name(), value.applyAsDouble(model), Double::sum));
          List<Row<?>> rows = new ArrayList<>();
          sums.forEach((name, sum) -> rows.add(Row.of(Tags.of("model", name), sum)));
          gauge.register(rows, true);
        });
  }
}
