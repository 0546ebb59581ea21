package sluice.service.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.service.stream.StreamStatus;

/**
 * Statuses of streams as they are shown: each as {@link sluice.json.JsonText} takes it.
 * Thread-safe.
 */
public interface StatusValues {
  /** Those that are known, by stream. */
  CompletionStage<Map<String, Object>> all();

  /** That of a stream; empty where none is known. */
  CompletionStage<Optional<Object>> one(String id);

  /** The statuses of this process's streams, as they are. */
  static StatusValues of(Statuses statuses) {
    return new StatusValues() {
      @Override
      public CompletionStage<Map<String, Object>> all() {
        return statuses
            .streams()
            .thenApply(
                found -> {
                  Map<String, Object> byId = new LinkedHashMap<>();
                  for (StreamStatus status : found) {
                    byId.put(status.id(), status);
                  }
                  return byId;
                });
      }

      @Override
      public CompletionStage<Optional<Object>> one(String id) {
        return statuses.stream(id).thenApply(found -> found.map(status -> status));
      }
    };
  }
}
