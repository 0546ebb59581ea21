package sluice.recording;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordingLoss;
import sluice.recording.files.SegmentFile;
import sluice.recording.files.SegmentPath;
import sluice.recording.index.RecordingIndex;

/**
 * Writes the fragments of one stream into files and their rows into the index. A failure closes the
 * file, keeps what is in it, and is tried again after a pause with the next key frame. On the
 * store's thread.
 */
final class StreamWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);

  /** After a failure; what comes meanwhile is lost. */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final String stream;
  private final Path folder;
  private final RecordingIndex index;
  private final StoreRoom room;
  private final SegmentFinisher finisher;
  private volatile Duration segmentLength;
  private @Nullable SegmentFile file;
  private @Nullable RunFormat run;
  private @Nullable RecordedRun row;
  private @Nullable RecordedFragment first;
  private @Nullable RecordedFragment newest;
  private boolean isForEvent;
  private volatile long openBytes;

  /** Whether the last file was closed so that it can be deleted. */
  private boolean isCut;

  private String failure = "";
  private long failedAt;

  /**
   * What became of a fragment.
   *
   * @param loss absent where it is in a file, or isn't needed
   * @param reason for people, where it isn't in a file
   */
  record Outcome(Optional<RecordingLoss> loss, String reason) {
    static final Outcome WRITTEN = new Outcome(Optional.empty(), "");

    /** Not needed: its key frame was deleted. */
    static final Outcome LEFT_OUT =
        new Outcome(Optional.empty(), "the key frame before it was deleted");

    boolean isWritten() {
      return loss.isEmpty() && reason.isEmpty();
    }

    static Outcome lost(RecordingLoss loss, String reason) {
      return new Outcome(Optional.of(loss), reason);
    }
  }

  /**
   * A writer without a file.
   *
   * @param folder the store's
   * @param segmentLength after which a file is finished, at the next key frame
   * @param finisher takes the files that are finished
   */
  StreamWriter(
      String stream,
      Path folder,
      RecordingIndex index,
      Duration segmentLength,
      StoreRoom room,
      SegmentFinisher finisher) {
    this.stream = stream;
    this.folder = folder;
    this.index = index;
    this.segmentLength = segmentLength;
    this.room = room;
    this.finisher = finisher;
  }

  /** From the next file on, files are that long. By any thread. */
  void segmentLength(Duration length) {
    segmentLength = length;
  }

  /**
   * Writes a fragment.
   *
   * @param afterGap whether fragments between it and the last one were lost
   * @param forEvent whether its file is there for events alone
   */
  Outcome write(RecordedFragment fragment, boolean afterGap, boolean forEvent) {
    if (room.isMissing()) {
      finish();
      return Outcome.lost(room.loss(), room.reason());
    }
    if (!failure.isEmpty() && room.nanos() - failedAt < PAUSE_NANOS) {
      return Outcome.lost(RecordingLoss.DISK_ERROR, failure);
    }
    if (afterGap || run != fragment.run() || isLongEnough(fragment) || isForEvent != forEvent) {
      finish();
    }
    isForEvent = forEvent;
    if (file == null && isCut && !fragment.fragment().keyFrame()) {
      return Outcome.LEFT_OUT;
    }
    if (file == null && !fragment.fragment().keyFrame()) {
      return Outcome.lost(
          failure.isEmpty() ? RecordingLoss.SLOW_DISK : RecordingLoss.DISK_ERROR,
          "the next key frame is waited for");
    }
    try {
      append(fragment);
      if (!failure.isEmpty()) {
        LOG.info("recording of stream {} goes on", stream);
        failure = "";
      }
      return Outcome.WRITTEN;
    } catch (IOException | SluiceException e) {
      return failed(e);
    }
  }

  /** Bytes of the file that is being written, which the index doesn't know yet. By any thread. */
  long openBytes() {
    return openBytes;
  }

  private boolean isLongEnough(RecordedFragment fragment) {
    RecordedFragment begin = first;
    return begin != null
        && fragment.fragment().keyFrame()
        && Duration.between(begin.startsAt(), fragment.startsAt()).compareTo(segmentLength) >= 0;
  }

  private void append(RecordedFragment fragment) throws IOException {
    SegmentFile open = file;
    if (open == null) {
      open = begin(fragment);
    }
    open.append(fragment.fragment().bytes());
    openBytes = open.bytes();
    newest = fragment;
  }

  private SegmentFile begin(RecordedFragment fragment) throws IOException {
    room.requireFolder();
    RunFormat format = fragment.run();
    if (run != format || row == null) {
      row =
          index.addRun(
              stream,
              format.beganAt(),
              format.init(),
              format.parameters().codecs(),
              format.parameters().width(),
              format.parameters().height(),
              format.parameters().audio());
      run = format;
    }
    SegmentFile begun =
        SegmentFile.create(
            folder, new SegmentPath(stream, format.beganAt(), fragment.startsAt()), format.init());
    file = begun;
    isCut = false;
    first = fragment;
    newest = null;
    return begun;
  }

  private Outcome failed(Exception cause) {
    String text = text(cause);
    if (failure.isEmpty()) {
      LOG.error("recording of stream {} is interrupted: {}", stream, text);
    }
    failure = text;
    failedAt = room.nanos();
    finish();
    return room.look()
        ? Outcome.lost(room.loss(), room.reason())
        : Outcome.lost(RecordingLoss.DISK_ERROR, text);
  }

  private static String text(Exception cause) {
    String message = cause.getMessage();
    if (cause instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return message == null ? "the disk failed" : message;
  }

  /**
   * Closes the file where something of a span is in it, so that it can be deleted with the span.
   * What comes before the next key frame is left out then.
   *
   * @return completed once this file and those before it are in the index
   */
  CompletableFuture<Void> finishWithin(Instant from, Instant to) {
    RecordedFragment begin = first;
    RecordedFragment end = newest;
    if (begin != null
        && end != null
        && begin.startsAt().isBefore(to)
        && end.endsAt().isAfter(from)) {
      finish();
      isCut = true;
    }
    return finisher.finished();
  }

  /** Hands the file, where one is open, to be closed and added to the index. */
  void finish() {
    SegmentFile open = file;
    RecordedFragment begin = first;
    RecordedFragment end = newest;
    RecordedRun of = row;
    file = null;
    first = null;
    newest = null;
    openBytes = 0;
    if (open == null) {
      return;
    }
    if (begin == null || end == null || of == null) {
      closeEmpty(open);
      return;
    }
    finisher.finish(
        open,
        new FinishedSegment(
            of,
            folder.relativize(open.file()).toString().replace('\\', '/'),
            begin.startsAt(),
            end.endsAt(),
            begin.fragment().start(),
            begin.run().init().length,
            open.bytes(),
            isForEvent));
  }

  /** Nothing is in it: closing deletes it. */
  private void closeEmpty(SegmentFile empty) {
    try {
      empty.close();
    } catch (IOException e) {
      LOG.debug("recording of stream {}: {} stays, without a picture", stream, empty.file(), e);
    }
  }
}
