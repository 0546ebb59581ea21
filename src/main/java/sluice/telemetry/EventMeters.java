package sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The meters of recorded events, by stream. Updated by one thread at a time. */
final class EventMeters {
  private final MeterRegistry registry;
  private final StatusGauge open;
  private final StatusCounter begun;
  private final StatusCounter ended;
  private final StatusCounter merged;
  private final StatusCounter cut;
  private final StatusCounter leftOut;
  private final StatusCounter failedPictures;

  /** Without rows. */
  EventMeters(MeterRegistry registry) {
    this.registry = registry;
    open = gauge("sluice.recorded.events.open", "Events that go on now");
    begun = counter("sluice.recorded.events.begun", "Events that began");
    ended = counter("sluice.recorded.events.ended", "Ends of events");
    merged = counter("sluice.recorded.events.merged", "Events that went on after their end");
    cut = counter("sluice.recorded.events.cut", "Parts of long events that another one follows");
    leftOut = counter("sluice.recorded.events.left.out", "Events beyond those of a stream at once");
    failedPictures =
        counter("sluice.recorded.events.pictures.failed", "Pictures that could not be made");
  }

  private StatusGauge gauge(String name, String help) {
    return new StatusGauge(registry, name, help);
  }

  private StatusCounter counter(String name, String help) {
    return new StatusCounter(registry, name, help);
  }

  /**
   * Takes over what became of events.
   *
   * @param recorded streams that have rows
   */
  void update(RecordingFacts facts, Set<String> recorded) {
    List<RecordingFacts.Events> all =
        facts.events().stream().filter(each -> recorded.contains(each.stream())).toList();
    open.update(rows(all, RecordingFacts.Events::open));
    begun.update(byLabel(all, RecordingFacts.Events::begun));
    ended.update(byLabel(all, RecordingFacts.Events::ended));
    merged.update(rows(all, RecordingFacts.Events::merged));
    cut.update(rows(all, RecordingFacts.Events::cut));
    leftOut.update(rows(all, RecordingFacts.Events::leftOut));
    failedPictures.update(Map.of(Tags.empty(), facts.failedPictures()));
  }

  private static Map<Tags, Long> rows(
      List<RecordingFacts.Events> all, ToLongFunction<RecordingFacts.Events> value) {
    Map<Tags, Long> result = new LinkedHashMap<>();
    all.forEach(each -> result.put(Tags.of("stream", each.stream()), value.applyAsLong(each)));
    return result;
  }

  private static Map<Tags, Long> byLabel(
      List<RecordingFacts.Events> all, Function<RecordingFacts.Events, Map<String, Long>> counts) {
    Map<Tags, Long> result = new LinkedHashMap<>();
    for (RecordingFacts.Events each : all) {
      counts
          .apply(each)
          .forEach(
              (label, count) ->
                  result.put(Tags.of("stream", each.stream(), "label", label), count));
    }
    return result;
  }
}
