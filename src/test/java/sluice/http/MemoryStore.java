package sluice.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import sluice.config.Reading;
import sluice.config.ServiceConfig;
import sluice.config.StreamConfig;
import sluice.config.StreamJson;

/** Streams that are forgotten with the process. */
final class MemoryStore implements StreamStore {
  static final String WHERE = "test.conf:5";

  private final ServiceConfig config;
  private final StreamJson json;
  private final int most = 3;
  private final Map<String, Stored> streams = new LinkedHashMap<>();

  MemoryStore(ServiceConfig config, StreamJson json) {
    this.config = config;
    this.json = json;
    config
        .streams()
        .forEach((id, stream) -> streams.put(id, new Stored(stream, Optional.of(WHERE))));
  }

  @Override
  public synchronized List<Stored> list() {
    return List.copyOf(streams.values());
  }

  @Override
  public synchronized CompletionStage<Outcome> create(String text) {
    if (streams.size() >= most) {
      return TestService.now(new Outcome.Full(most));
    }
    return switch (json.create(text, config)) {
      case Reading.Refused<StreamConfig> refused ->
          TestService.now(new Outcome.Invalid(refused.problems()));
      case Reading.Fine<StreamConfig>(StreamConfig stream) ->
          streams.containsKey(stream.id())
              ? TestService.now(new Outcome.Exists(stream.id()))
              : kept(stream);
    };
  }

  private CompletionStage<Outcome> kept(StreamConfig stream) {
    Stored stored = new Stored(stream, Optional.empty());
    streams.put(stream.id(), stored);
    return TestService.now(new Outcome.Done(stored));
  }

  @Override
  public CompletionStage<Outcome> replace(String id, String text) {
    return change(id, current -> json.replace(current, text, config));
  }

  @Override
  public CompletionStage<Outcome> patch(String id, String text) {
    return change(id, current -> json.patch(current, text, config));
  }

  private synchronized CompletionStage<Outcome> change(
      String id, Function<StreamConfig, Reading<StreamConfig>> read) {
    Optional<Outcome> refusal = refusal(id);
    if (refusal.isPresent()) {
      return TestService.now(refusal.get());
    }
    return switch (read.apply(find(id).orElseThrow().config())) {
      case Reading.Refused<StreamConfig> refused ->
          TestService.now(new Outcome.Invalid(refused.problems()));
      case Reading.Fine<StreamConfig>(StreamConfig stream) -> kept(stream);
    };
  }

  @Override
  public synchronized CompletionStage<Outcome> remove(String id) {
    return TestService.now(
        refusal(id)
            .orElseGet(
                () -> new Outcome.Done(Optional.ofNullable(streams.remove(id)).orElseThrow())));
  }

  private Optional<Outcome> refusal(String id) {
    Optional<Stored> stored = find(id);
    if (stored.isEmpty()) {
      return Optional.of(new Outcome.Unknown());
    }
    return stored.get().file().map(Outcome.OfFile::new);
  }

  @Override
  public CompletionStage<Outcome> pause(String id) {
    return TestService.now(
        find(id).<Outcome>map(Outcome.Done::new).orElseGet(Outcome.Unknown::new));
  }

  @Override
  public CompletionStage<Outcome> resume(String id) {
    return pause(id);
  }
}
