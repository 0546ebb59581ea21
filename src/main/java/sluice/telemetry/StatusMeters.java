package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import sluice.service.model.ModelStatus;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;

/**
 * The gauges of streams and models, from their status; those of what is no longer reported are
 * removed. Updated by one thread at a time.
 */
final class StatusMeters {
  private final MeterRegistry registry;
  private final StatusGauge state;
  private final Map<StatusGauge, ToLongFunction<StreamStatus>> ofStreams;
  private final Map<StatusGauge, ToLongFunction<ModelStatus>> ofModels;

  StatusMeters(MeterRegistry registry) {
    this.registry = registry;
    state = gauge("sluice.stream.state", "1 for the state that the stream is in, else 0");
    ofStreams =
        Map.of(
            gauge("sluice.stream.stuck.threads", "Decoder threads that never returned"),
            stream -> stream.faults().stuckThreads(),
            gauge(
                "sluice.stream.pictures",
                "Decoded pictures that are held now, however many references there are to each"),
            stream -> stream.held().pictures(),
            gauge("sluice.stream.picture.bytes", "Memory of the pixels of held pictures"),
            stream -> stream.held().pictureBytes());
    ofModels =
        Map.of(
            gauge("sluice.model.requests", "Inference requests"),
            model -> model.compiled().map(facts -> facts.requests()).orElse(0),
            gauge("sluice.model.requests.busy", "Inference requests that work now"),
            ModelStatus::busyRequests,
            gauge(
                "sluice.model.requests.waiting", "Prepared inferences that wait for a request now"),
            ModelStatus::waitingFrames,
            gauge("sluice.model.tensors", "Sets of tensors, each the memory of one inference"),
            ModelStatus::tensorSets,
            gauge("sluice.model.leases", "How often the model is in use"),
            ModelStatus::leases,
            gauge("sluice.model.generation", "How often the model was compiled"),
            ModelStatus::generation,
            gauge("sluice.model.failures", "Failures of the device since it last worked well"),
            ModelStatus::failures,
            gauge(
                "sluice.model.abandoned",
                "Inferences and compilations that did not return in time"),
            ModelStatus::abandoned,
            gauge("sluice.model.ready", "1 while the model works, else 0"),
            model -> model.state() == ModelStatus.State.READY ? 1 : 0);
  }

  private StatusGauge gauge(String name, String help) {
    return new StatusGauge(registry, name, help);
  }

  void streams(List<StreamStatus> all) {
    Map<Tags, Long> states = new LinkedHashMap<>();
    for (StreamStatus stream : all) {
      for (StreamState each : StreamState.values()) {
        Tags tags = Tags.of("stream", stream.id(), "state", each.wireName());
        states.put(tags, stream.state() == each ? 1L : 0L);
      }
    }
    state.update(states);
    ofStreams.forEach(
        (gauge, value) -> {
          Map<Tags, Long> values = new LinkedHashMap<>();
          all.forEach(
              stream -> values.put(Tags.of("stream", stream.id()), value.applyAsLong(stream)));
          gauge.update(values);
        });
  }

  /** The hosts of one name, such as those of an old and a changed model, count together. */
  void models(List<ModelStatus> all) {
    ofModels.forEach(
        (gauge, value) -> {
          Map<Tags, Long> sums = new LinkedHashMap<>();
          all.forEach(
              model ->
                  sums.merge(Tags.of("model", model.name()), value.applyAsLong(model), Long::sum));
          gauge.update(sums);
        });
  }
}
