package sluice.recording.export;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.recording.ExportPart;
import sluice.core.recording.ExportState;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingExport;

/** An export and how far it has come. Thread-safe. */
final class ExportJob {
  private final long number;
  private final String stream;
  private final Instant from;
  private final Instant to;

  /** What is to be copied; of one that was found on the disk nothing. */
  private final List<RecordedSegment> segments;

  private final long total;
  private final List<ExportPart> parts = new ArrayList<>();
  private ExportState state = ExportState.WAITING;
  private String reason = "";
  private long read;
  private Duration missing = Duration.ZERO;
  private @Nullable Instant expiresAt;
  private boolean isGivenUp;

  ExportJob(long number, String stream, Instant from, Instant to, List<RecordedSegment> segments) {
    this.number = number;
    this.stream = stream;
    this.from = from;
    this.to = to;
    this.segments = List.copyOf(segments);
    this.total = segments.stream().mapToLong(RecordedSegment::bytes).sum();
  }

  /** One that was finished by the process before. */
  static ExportJob found(ExportFacts facts) {
    ExportJob job =
        new ExportJob(facts.number(), facts.stream(), facts.from(), facts.to(), List.of());
    job.parts.addAll(facts.parts());
    job.missing = facts.missing();
    job.state = ExportState.DONE;
    job.expiresAt = facts.expiresAt();
    return job;
  }

  long number() {
    return number;
  }

  String stream() {
    return stream;
  }

  Instant from() {
    return from;
  }

  Instant to() {
    return to;
  }

  List<RecordedSegment> segments() {
    return segments;
  }

  /** Bytes of what is to be copied. */
  long total() {
    return total;
  }

  synchronized void begin() {
    state = ExportState.RUNNING;
  }

  synchronized void read(long bytes) {
    read += bytes;
  }

  synchronized void missing(Duration length) {
    missing = missing.plus(length);
  }

  synchronized void add(ExportPart part) {
    parts.add(part);
  }

  synchronized void finish(Instant expires) {
    state = ExportState.DONE;
    expiresAt = expires;
  }

  synchronized void fail(String why, Instant expires) {
    state = ExportState.FAILED;
    reason = why;
    parts.clear();
    expiresAt = expires;
  }

  /** Nobody wants it any more. */
  synchronized void giveUp() {
    isGivenUp = true;
  }

  synchronized boolean isGivenUp() {
    return isGivenUp;
  }

  synchronized boolean isWaiting() {
    return state == ExportState.WAITING;
  }

  synchronized boolean isOver(Instant now) {
    Instant end = expiresAt;
    return end != null && !now.isBefore(end);
  }

  /** As it is now. */
  synchronized RecordingExport shown() {
    double progress =
        state == ExportState.DONE ? 1 : total == 0 ? 0 : Math.min(0.999, (double) read / total);
    return new RecordingExport(
        number,
        stream,
        from,
        to,
        state,
        reason,
        progress,
        parts,
        missing,
        Optional.ofNullable(expiresAt));
  }
}
