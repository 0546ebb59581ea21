package sluice.recording.index;

import static sluice.recording.index.EventRows.EVENT;
import static sluice.recording.index.RecordingIndex.limit;
import static sluice.recording.index.SegmentRows.millis;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedSegment;
import sluice.recording.files.EventPath;

/**
 * The events of a {@link RecordingIndex}, with the same rules. The video of an event that is kept
 * is marked, so that it is deleted after what belongs to none, and not at all where the event is
 * locked.
 */
public final class EventIndex {
  private final IndexWriter writer;
  private final Reads reads;

  /** Reads of the index. */
  interface Reads {
    <T> T read(Sql.Work<T> work);
  }

  EventIndex(IndexWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * Adds an event, or changes it. Whether it is locked stays as it is; a new one is locked as it
   * says.
   *
   * @param parts those that are new or have changed
   */
  public void put(RecordedEvent event, List<EventPart> parts) {
    writer.transaction(
        c -> {
          boolean opensOrCloses = !EventRows.isAsOpen(c, event);
          EventRows.put(c, event);
          for (EventPart part : parts) {
            EventRows.put(c, event.id(), part);
          }
          if (opensOrCloses) {
            EventRows.markOnwards(c, event);
          }
          return true;
        });
  }

  /** Files of an event were written, with so many bytes together. */
  public void written(String id, long bytes, boolean picture) {
    writer.transaction(
        c ->
            Sql.update(
                c,
                "UPDATE event SET bytes = ?, picture = ? WHERE id = ?",
                bytes,
                picture ? 1 : 0,
                id));
  }

  /** An event by its id. */
  public Optional<RecordedEvent> find(String id) {
    return reads.read(c -> Sql.first(c, EVENT + "WHERE id = ?", EventRows::event, id));
  }

  /** The parts of an event, in their order. */
  public List<EventPart> parts(String id) {
    return reads.read(
        c ->
            Sql.list(
                c,
                "SELECT number, starts_at, ends_at, path FROM event_part WHERE event = ?"
                    + " ORDER BY number",
                EventRows::part,
                id));
  }

  /** Events, the newest first. */
  public List<RecordedEvent> search(EventQuery query) {
    EventSearch search = EventSearch.of(query);
    return reads.read(c -> Sql.list(c, search.sql(), EventRows::event, search.values().toArray()));
  }

  /**
   * Locks an event, or undoes that; on the disk when it returns.
   *
   * @return the event as it is then; empty where there is none
   */
  public Optional<RecordedEvent> lock(String id, boolean locked) {
    return writer.durable(
        c -> {
          Sql.update(c, "UPDATE event SET locked = ? WHERE id = ?", locked ? 1 : 0, id);
          Optional<RecordedEvent> found =
              Sql.first(c, EVENT + "WHERE id = ?", EventRows::event, id);
          if (found.isPresent()) {
            EventRows.mark(c, found.get());
          }
          return found;
        });
  }

  /** Ends the events that the last process has left open; which they were. */
  public List<RecordedEvent> closeOpen() {
    return writer.transaction(
        c -> {
          List<RecordedEvent> left = Sql.list(c, EVENT + "WHERE open = 1", EventRows::event);
          Sql.update(
              c,
              "UPDATE event SET open = 0, holds_to = keeps_to, picture = bytes > 0"
                  + " WHERE open = 1");
          for (RecordedEvent event : left) {
            EventRows.markOnwards(c, event);
          }
          return left.stream().map(RecordedEvent::closed).toList();
        });
  }

  /**
   * Events of a stream that ended at a time or before and aren't locked, by their ends.
   *
   * @param most so many, the first ones
   */
  public List<RecordedEvent> endedBefore(String stream, Instant instant, int most) {
    return reads.read(
        c ->
            Sql.list(
                c,
                EVENT
                    + "WHERE stream = ? AND ends_at <= ? AND open = 0 AND locked = 0"
                    + " ORDER BY ends_at LIMIT ?",
                EventRows::event,
                stream,
                millis(instant),
                limit(most)));
  }

  /**
   * Events of a stream that have no video left, of those whose video ended at a time or before.
   *
   * @param most so many, the first ones
   */
  public List<RecordedEvent> withoutVideo(String stream, Instant instant, int most) {
    return reads.read(
        c ->
            Sql.list(
                c,
                EVENT
                    + """
                    WHERE stream = ? AND holds_to <= ? AND locked = 0
                      AND NOT EXISTS (SELECT 1 FROM segment WHERE segment.stream = event.stream
                        AND segment.starts_at < event.keeps_to
                        AND segment.ends_at > event.keeps_from)
                    ORDER BY holds_to LIMIT ?
                    """,
                EventRows::event,
                stream,
                millis(instant),
                limit(most)));
  }

  /** The ids of streams that have events. */
  public List<String> streams() {
    return reads.read(
        c ->
            Sql.list(c, "SELECT stream FROM event_total ORDER BY stream", row -> row.getString(1)));
  }

  /**
   * Deletes events: their files become garbage, and so does video that was recorded for them alone.
   *
   * @param withVideo whether video that was recorded anyway goes too, but for what other events
   *     keep
   * @param now since when that is garbage
   * @return the files of video
   */
  public List<RecordedSegment> discard(List<RecordedEvent> events, boolean withVideo, Instant now) {
    return writer.durable(
        c -> {
          List<RecordedSegment> video = new ArrayList<>();
          for (RecordedEvent event : events) {
            video.addAll(discard(c, event, withVideo, now));
          }
          return video;
        });
  }

  private static List<RecordedSegment> discard(
      Connection c, RecordedEvent event, boolean withVideo, Instant now) throws SQLException {
    if (Sql.update(c, "DELETE FROM event WHERE id = ?", event.id()) == 0) {
      return List.of();
    }
    for (EventPath file : EventPath.all(event.id())) {
      SegmentRows.throwAway(c, file.text(), now);
    }
    EventRows.mark(c, event);
    List<RecordedSegment> freed = EventRows.freed(c, event, withVideo);
    SegmentRows.discard(c, freed, now);
    return freed;
  }

  /**
   * What was deleted of a span.
   *
   * @param events are gone
   * @param video files that are gone
   */
  public record Discarded(List<RecordedEvent> events, List<RecordedSegment> video) {}

  /**
   * Deletes of what a stream has in a span: events that are in it as a whole, with video that was
   * recorded for them alone; files of which a part is in it; events that have no video left then.
   * What is locked, or open, stays. Their files become garbage.
   *
   * @param from first instant of the span
   * @param to the instant after it
   * @param most so many events, and files besides those of these events, the first ones
   * @param now since when they are garbage
   * @return empty where there is nothing more to delete
   */
  public Discarded discardWithin(String stream, Instant from, Instant to, int most, Instant now) {
    return writer.durable(
        c -> {
          List<RecordedEvent> gone =
              new ArrayList<>(
                  Sql.list(
                      c,
                      EVENT
                          + "WHERE stream = ? AND starts_at >= ? AND starts_at <= ?"
                          + " AND ends_at <= ? AND open = 0 AND locked = 0"
                          + " ORDER BY starts_at LIMIT ?",
                      EventRows::event,
                      stream,
                      millis(from),
                      millis(to),
                      millis(to),
                      limit(most)));
          List<RecordedSegment> video = new ArrayList<>();
          for (RecordedEvent event : gone) {
            video.addAll(discard(c, event, false, now));
          }
          List<RecordedSegment> within = SegmentRows.unlockedWithin(c, stream, from, to, most);
          SegmentRows.discard(c, within, now);
          video.addAll(within);
          for (RecordedEvent event : EventRows.emptied(c, stream, from, to, within)) {
            discard(c, event, false, now);
            gone.add(event);
          }
          return new Discarded(gone, video);
        });
  }

  /**
   * What is in a span of a stream, and isn't deleted with it.
   *
   * @param lockedEvents that keep video in it
   * @param files of video in it that they keep
   * @param bytes of these
   * @param otherEvents to which video in it belonged or belongs
   */
  public record Kept(long lockedEvents, long files, long bytes, long otherEvents) {}

  /** What of a span is kept by locked events, and how many other events reach into it. */
  public Kept keptWithin(String stream, Instant from, Instant to) {
    return reads.read(
        c -> {
          List<RecordedSegment> locked = SegmentRows.lockedWithin(c, stream, from, to);
          return new Kept(
              EventRows.reachingInto(c, stream, from, to, true),
              locked.size(),
              locked.stream().mapToLong(RecordedSegment::bytes).sum(),
              EventRows.reachingInto(c, stream, from, to, false));
        });
  }
}
