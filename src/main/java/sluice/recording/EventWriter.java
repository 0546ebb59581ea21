package sluice.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.EventPart;
import sluice.core.recording.RecordedEvent;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFile;
import sluice.core.util.PrivateFolder;
import sluice.recording.files.EventFacts;
import sluice.recording.files.EventPath;
import sluice.recording.files.SegmentDeletion;
import sluice.recording.index.RecordingIndex;

/**
 * Keeps events in the index, and in files beside their video, on a thread of its own. Who tells it
 * never waits: what is told of an event that waits already is joined, and events beyond {@link
 * #MOST_WAITING} are lost, which the log says. Thread-safe.
 */
final class EventWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

  /** Events that may wait for the disk. */
  static final int MOST_WAITING = 1_000;

  private final StoreFolder place;
  private final Path folder;
  private final RecordingIndex index;
  private final InstantSource clock;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /** Guards the files of events. */
  private final Object files = new Object();

  /** Whether the log says that the disk is too slow; guarded by what waits. */
  private boolean slow;

  private boolean failed;
  private final StoreThread thread = new StoreThread("sluice-recording-events");

  /** What was told of an event since it was written last. */
  private static final class Waiting {
    private final Map<Integer, EventPart> parts = new TreeMap<>();
    private @Nullable RecordedEvent event;
    private @Nullable EventPictures pictures;
  }

  /**
   * A writer to which nothing was told.
   *
   * @param place the store's folder
   * @param index stays the caller's
   */
  EventWriter(StoreFolder place, RecordingIndex index, InstantSource clock) {
    this.place = place;
    this.folder = place.path();
    this.index = index;
    this.clock = clock;
  }

  /**
   * An event began, changed or ended.
   *
   * @param parts those that have changed
   */
  void tell(RecordedEvent event, List<EventPart> parts) {
    synchronized (waiting) {
      Waiting of = waiting(event.id());
      if (of != null) {
        of.event = event;
        parts.forEach(part -> of.parts.put(part.number(), part));
      }
    }
  }

  /** These are the best pictures of an event so far; it was told before. */
  void pictures(String event, EventPictures pictures) {
    synchronized (waiting) {
      Waiting of = waiting(event);
      if (of != null) {
        of.pictures = pictures;
      }
    }
  }

  /** What waits of an event, in which more may wait; null where there is no room. */
  private @Nullable Waiting waiting(String id) {
    Waiting known = waiting.get(id);
    if (known != null) {
      return known;
    }
    if (waiting.size() >= MOST_WAITING) {
      if (!slow) {
        slow = true;
        LOG.error("recordings: the disk is too slow for events; some are lost");
      }
      return null;
    }
    Waiting begun = new Waiting();
    waiting.put(id, begun);
    later(id);
    return begun;
  }

  private void later(String id) {
    if (!thread.later(() -> write(id))) {
      waiting.remove(id);
    }
  }

  private void write(String id) {
    Waiting due;
    synchronized (waiting) {
      due = waiting.remove(id);
    }
    if (due == null) {
      return;
    }
    try {
      RecordedEvent event = due.event;
      if (event != null) {
        index.events().put(event, List.copyOf(due.parts.values()));
      }
      if (due.pictures != null || due.parts.size() > 1 || (event != null && !event.open())) {
        writeFiles(id, due.pictures);
      }
      failed = false;
    } catch (IOException | SluiceException e) {
      if (!failed) {
        failed = true;
        LOG.error(
            "recordings: event {} can't be written: {}",
            id,
            e instanceof IOException io ? FileFailure.reason(io) : e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.error("recordings: event {}: a fault of Sluice itself", id, e);
    }
  }

  private void writeFiles(String id, @Nullable EventPictures pictures) throws IOException {
    synchronized (files) {
      if (index.events().find(id).isEmpty()) {
        return; // it was deleted meanwhile
      }
      makeFolder(EventPath.of(id, EventPath.Kind.FACTS).in(folder));
      if (pictures != null) {
        write(EventPath.of(id, EventPath.Kind.PICTURE).in(folder), pictures.picture());
        write(EventPath.of(id, EventPath.Kind.CROP).in(folder), pictures.crop());
      }
      writeFacts(id);
    }
  }

  /** Not a folder of a disk that isn't mounted. */
  private void makeFolder(Path file) throws IOException {
    place.require();
    Path below = folder.relativize(file);
    for (int i = 1; i < below.getNameCount(); i++) {
      PrivateFolder.create(folder.resolve(below.subpath(0, i)));
    }
  }

  /** Pictures may be lost when the power fails; what is known of the event isn't. */
  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        PrivateFile.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** Writes what the index knows of an event. */
  private void writeFacts(String id) throws IOException {
    Optional<RecordedEvent> event = index.events().find(id);
    if (event.isEmpty()) {
      return; // it was deleted meanwhile
    }
    Path facts = EventPath.of(id, EventPath.Kind.FACTS).in(folder);
    PrivateFile.replace(facts, new EventFacts(event.get(), index.events().parts(id)).text());
    long bytes = 0;
    for (EventPath file : EventPath.all(id)) {
      Path place = file.in(folder);
      bytes += Files.exists(place) ? Files.size(place) : 0;
    }
    Path picture = EventPath.of(id, EventPath.Kind.PICTURE).in(folder);
    index.events().written(id, bytes, Files.exists(picture) || event.get().open());
  }

  /**
   * Locks an event, or undoes that. Blocks on the disk.
   *
   * @return the event as it is then; empty where there is none
   * @throws SluiceException when that can't be written
   */
  Optional<RecordedEvent> lock(String id, boolean locked) {
    synchronized (files) {
      Optional<RecordedEvent> changed = index.events().lock(id, locked);
      if (changed.isPresent() && !changed.get().open()) {
        try {
          place.require();
          writeFacts(id);
        } catch (IOException e) {
          LOG.warn("recordings: event {}: {}", id, FileFailure.reason(e));
        }
      }
      return changed;
    }
  }

  /**
   * Deletes an event that has ended and isn't locked, with its files and the video that no other
   * event keeps. Blocks on the disk.
   *
   * @return how many files of video went
   * @throws SluiceException when that can't be written
   */
  int delete(RecordedEvent event) {
    synchronized (files) {
      requirePlace(event);
      List<String> gone = new ArrayList<>();
      index
          .events()
          .discard(List.of(event), true, clock.instant())
          .forEach(segment -> gone.add(segment.file()));
      int video = gone.size();
      EventPath.all(event.id()).forEach(file -> gone.add(file.text()));
      SegmentDeletion.Outcome outcome = SegmentDeletion.delete(folder, gone);
      index.forget(outcome.gone());
      if (!outcome.failed().isEmpty()) {
        LOG.warn(
            "recordings: {} can't be deleted: {}; it is tried again and again",
            outcome.failed().getLast(),
            outcome.reason());
      }
      return video;
    }
  }

  /** Files that aren't where they are looked for would be taken for deleted. */
  private void requirePlace(RecordedEvent event) {
    try {
      place.require();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "event %s can't be deleted: %s".formatted(event.id(), e.getMessage()),
          e);
    }
  }

  /** Guards the files of events: who deletes some holds it, so that none is written meanwhile. */
  Object files() {
    return files;
  }

  /** Writes what waits, within a limit. */
  @Override
  public void close() {
    thread.close();
  }
}
