package sluice.recording.index;

import static sluice.recording.index.RecordingIndex.limit;
import static sluice.recording.index.SegmentRows.millis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.EventQuery;
import sluice.recording.files.EventPath;

/**
 * A query of events as SQL.
 *
 * @param values of its question marks
 */
record EventSearch(String sql, List<Object> values) {

  static EventSearch of(EventQuery query) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    query.stream().ifPresent(stream -> add(conditions, values, "stream = ?", stream));
    query.label().ifPresent(label -> add(conditions, values, "label = ?", label));
    query.to().ifPresent(to -> add(conditions, values, "starts_at < ?", millis(to)));
    query
        .from()
        .ifPresent(
            from -> {
              add(conditions, values, "ends_at >= ?", millis(from));
              // None that ends later begins earlier than the longest one takes.
              add(
                  conditions,
                  values,
                  "starts_at >= ? - (SELECT coalesce(max(longest), 0) FROM event_total)",
                  millis(from));
            });
    query.zone().ifPresent(zone -> add(conditions, values, "instr(zones, ?) > 0", named(zone)));
    query.line().ifPresent(line -> add(conditions, values, "instr(lines, ?) > 0", named(line)));
    if (query.minScore() > 0) {
      add(conditions, values, "score >= ?", (double) (float) query.minScore()); // as scores are
    }
    query
        .before()
        .flatMap(EventPath.EventId::parse)
        .ifPresent(
            id -> {
              conditions.add("(starts_at, id) < (?, ?)");
              values.addAll(List.of(id.millis(), id.text()));
            });
    values.add(limit(query.limit()));
    return new EventSearch(
        EventRows.EVENT
            + "WHERE id IN (SELECT id FROM event "
            + Optional.of(conditions)
                .filter(some -> !some.isEmpty())
                .map(some -> "WHERE " + String.join(" AND ", some))
                .orElse("")
            + " ORDER BY starts_at DESC, id DESC LIMIT ?) ORDER BY starts_at DESC, id DESC",
        values);
  }

  private static void add(
      List<String> conditions, List<Object> values, String condition, Object value) {
    conditions.add(condition);
    values.add(value);
  }

  private static String named(String name) {
    return EventRows.text(List.of(name));
  }
}
