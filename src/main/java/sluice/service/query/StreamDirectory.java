package sluice.service.query;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Directory of the streams that a server lists. Thread-safe; answers at once. */
public interface StreamDirectory {

  /** The streams' ids, in the order to be shown. */
  Set<String> ids();

  /**
   * What a stream is set to do, as {@link sluice.json.JsonText} takes it, {@code id} among it and
   * no secret; empty where there is no such stream.
   */
  Optional<Map<String, Object>> settings(String id);

  /** Whether there is such a stream. */
  default boolean has(String id) {
    return ids().contains(id);
  }
}
