package sluice.http.cluster;

import java.time.Duration;
import java.util.Map;
import sluice.json.RawJson;

/**
 * What a node said of its streams last. Immutable.
 *
 * @param statuses by stream
 * @param age how long ago
 * @param answers whether it answered when it was asked last
 */
record NodeStatuses(Map<String, RawJson> statuses, Duration age, boolean answers) {
  NodeStatuses {
    statuses = Map.copyOf(statuses);
  }
}
