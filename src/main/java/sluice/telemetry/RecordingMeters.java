package sluice.telemetry;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.recording.RecorderState;
import sluice.service.stream.RecordingStatus;
import sluice.service.stream.StreamStatus;

/**
 * The meters of recordings: by stream, of those that are to be recorded, from their status; and of
 * the store, where there is one. Updated by one thread at a time.
 */
final class RecordingMeters {
  private final MeterRegistry registry;
  private final StatusGauge state;
  private final StatusGauge waiting;
  private final StatusCounter bytes;
  private final StatusCounter lost;
  private final EventMeters events;
  private volatile @Nullable RecordingFacts store;

  /** Without rows. */
  RecordingMeters(MeterRegistry registry) {
    this.registry = registry;
    state =
        gauge(
            "sluice.recording.state", "1 for the state that the stream's recording is in, else 0");
    waiting = gauge("sluice.recording.waiting", "Fragments that wait for the disk now");
    bytes = counter("sluice.recorded.bytes", "Bytes of video that were written", 1);
    lost =
        counter(
            "sluice.recording.lost.seconds",
            "Video that was to be recorded and was not",
            TimeUnit.SECONDS.toNanos(1));
    events = new EventMeters(registry);
  }

  private StatusGauge gauge(String name, String help) {
    return new StatusGauge(registry, name, help);
  }

  private StatusCounter counter(String name, String help, long unit) {
    return new StatusCounter(registry, name, help, unit);
  }

  /** Takes over how the recordings of all streams are. */
  void streams(List<StreamStatus> all) {
    state.update(rows(all, RecordingMeters::states));
    waiting.update(
        rows(
            all,
            (recorded, into) -> into.put(recorded.tags(), (long) recorded.status().waiting())));
    bytes.update(
        rows(all, (recorded, into) -> into.put(recorded.tags(), recorded.status().bytes())));
    lost.update(rows(all, RecordingMeters::losses));
    RecordingFacts facts = store;
    if (facts != null) {
      Set<String> recorded = new HashSet<>();
      all.stream()
          .filter(stream -> stream.recording().isPresent())
          .forEach(stream -> recorded.add(stream.id()));
      events.update(facts, recorded);
    }
  }

  private record Recorded(Tags tags, RecordingStatus status) {}

  private static Map<Tags, Long> rows(
      List<StreamStatus> all, BiConsumer<Recorded, Map<Tags, Long>> row) {
    Map<Tags, Long> result = new LinkedHashMap<>();
    for (StreamStatus stream : all) {
      stream
          .recording()
          .ifPresent(
              status -> row.accept(new Recorded(Tags.of("stream", stream.id()), status), result));
    }
    return result;
  }

  private static void states(Recorded recorded, Map<Tags, Long> into) {
    for (RecorderState.Condition each : RecorderState.Condition.values()) {
      into.put(
          recorded.tags().and("state", each.wireName()),
          recorded.status().state() == each ? 1L : 0L);
    }
  }

  private static void losses(Recorded recorded, Map<Tags, Long> into) {
    recorded
        .status()
        .lostSeconds()
        .forEach(
            (cause, length) ->
                into.put(recorded.tags().and("cause", cause.wireName()), length.toNanos()));
  }

  /** Shows what a store tells; once for a registry, which holds the facts from then on. */
  void store(RecordingFacts facts) {
    store = facts;
    gauge("sluice.recording.store.bytes", "What all recordings take on the disk", facts::bytes);
    gauge(
        "sluice.recording.store.free.bytes",
        "What may still be written to the disk of the recordings; -1: not known",
        facts::freeBytes);
    timer("sluice.recording.fsync", "Making a file safe on the disk", facts);
  }

  private void gauge(String name, String help, LongSupplier value) {
    Gauge.builder(name, value::getAsLong).description(help).register(registry);
  }

  /** Held by the gauges, whose suppliers the registry holds. */
  private void timer(String name, String help, RecordingFacts facts) {
    FunctionTimer.builder(
            name, facts, RecordingFacts::syncs, RecordingFacts::syncNanos, TimeUnit.NANOSECONDS)
        .description(help)
        .register(registry);
  }
}
