package sluice.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.recording.files.MotionMark;
import sluice.recording.index.RecordingIndex;

/**
 * Keeps when something moved in streams, in the index and as marks beside the files, on a thread of
 * its own. Who tells it never waits: what is told of a stream that waits already is joined, with
 * what lies between, so that one span of each stream waits at most. Thread-safe.
 */
final class MotionWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MotionWriter.class);

  private final StoreFolder place;
  private final RecordingIndex index;
  private final Map<String, Span> waiting = new LinkedHashMap<>();

  /** Whether the log says that motion can't be written; of the thread. */
  private boolean failed;

  private final StoreThread thread = new StoreThread("sluice-recording-motion");

  private record Span(Instant from, Instant to) {
    Span with(Span other) {
      return new Span(
          from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
    }
  }

  /**
   * A writer to which nothing was told.
   *
   * @param place the store's folder
   * @param index stays the caller's
   */
  MotionWriter(StoreFolder place, RecordingIndex index) {
    this.place = place;
    this.index = index;
  }

  /**
   * Something moved in a stream.
   *
   * @param from first instant of that time
   * @param to the instant after it
   */
  void tell(String stream, Instant from, Instant to) {
    synchronized (waiting) {
      boolean isNew = !waiting.containsKey(stream);
      waiting.merge(stream, new Span(from, to), Span::with);
      if (isNew) {
        later(stream);
      }
    }
  }

  private void later(String stream) {
    if (!thread.later(() -> write(stream))) {
      waiting.remove(stream);
    }
  }

  private void write(String stream) {
    Span due;
    synchronized (waiting) {
      due = waiting.remove(stream);
    }
    if (due == null) {
      return;
    }
    try {
      for (String file : index.addMotion(stream, due.from(), due.to())) {
        mark(place.path().resolve(file));
      }
      failed = false;
    } catch (IOException | SluiceException e) {
      if (!failed) {
        failed = true;
        LOG.error(
            "recordings: motion of stream {} can't be written, so that its files may go earlier:"
                + " {}",
            stream,
            e instanceof IOException io ? FileFailure.reason(io) : e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.error("recordings: motion of stream {}: a fault of Sluice itself", stream, e);
    }
  }

  private void mark(Path file) throws IOException {
    place.require();
    MotionMark.put(file);
  }

  /** Writes what waits, within a limit. */
  @Override
  public void close() {
    thread.close();
  }
}
