package sluice.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sluice.core.recording.DeletedSpan;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.RecordingPicture;
import sluice.core.recording.StreamRecording;
import sluice.core.recording.TimePatch;
import sluice.http.recording.RecordingPort;

/** Recordings of the stream {@code lobby} and of one that is gone, which a test may change. */
public final class FakeRecordings implements RecordingPort {
  public static final long RUN = 5;
  public static final long SEGMENT = 7;
  public static final String EVENT = "1795874400000-lobby-1";

  static final Instant BEGAN = Instant.parse("2026-11-28T14:00:00Z");
  static final byte[] INIT = {0, 0, 0, 8, 'f', 't', 'y', 'p'};
  static final int INIT_BYTES = 100;
  static final int BYTES = 1_100;
  static final int CLOCK_OFFSET = 500;

  /** What the timeline was asked for: stream, begin, end and step. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  volatile List<RecordedSegment> segments =
      List.of(segment(SEGMENT, RUN, Duration.ZERO, Duration.ofSeconds(10)));
  volatile Path folder = Path.of("none");

  volatile RecordedEvent event =
      new RecordedEvent(
          EVENT,
          "lobby",
          "person",
          Optional.of(7L),
          BEGAN,
          BEGAN.plusSeconds(4),
          false,
          0.875f,
          List.of("gate"),
          List.of(),
          BEGAN.minusSeconds(5),
          BEGAN.plusSeconds(14),
          true,
          false);

  /** What events were looked for. */
  final List<EventQuery> queries = new CopyOnWriteArrayList<>();

  final FakeExports exports = new FakeExports();

  /** What came of deleting a span. */
  volatile DeletedSpan deletion = new DeletedSpan(5, 500, 3, 0, 1, 2, 200, 4, true);

  final List<String> deleted = new CopyOnWriteArrayList<>();

  /** Done before every answer. */
  volatile Runnable before = () -> {};

  /** A file of 1,100 bytes that begins so long after the first run began. */
  static RecordedSegment segment(long id, long run, Duration start, Duration length) {
    return new RecordedSegment(
        id,
        run,
        "lobby",
        id + ".mp4",
        BEGAN.plus(start),
        BEGAN.plus(start).plus(length),
        start,
        INIT_BYTES,
        BYTES);
  }

  /** Writes the file of {@link #SEGMENT}, whose bytes tell where they are. */
  byte[] write(Path into) throws IOException {
    byte[] content = new byte[BYTES];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 251);
    }
    folder = into;
    Files.write(into.resolve(SEGMENT + ".mp4"), content);
    return content;
  }

  @Override
  public List<StreamRecording> streams() {
    before.run();
    return List.of(
        new StreamRecording("gone", 1, 10, BEGAN, BEGAN.plusSeconds(1)),
        new StreamRecording("lobby", 3, 3_300, BEGAN, BEGAN.plusSeconds(30)));
  }

  @Override
  public RecordedTimeline timeline(String stream, Instant from, Instant to, Duration step) {
    before.run();
    asked.add("%s %s %s %s".formatted(stream, from, to, step));
    return stream.equals("lobby")
        ? new RecordedTimeline(
            List.of(new RecordedSpan(BEGAN, BEGAN.plusSeconds(30), 3_300)),
            List.of(new RecordedSpan(BEGAN, BEGAN.plusSeconds(25), 2_700)),
            List.of(new RecordedSpan(BEGAN, BEGAN.plusSeconds(20), 2_200)),
            List.of(new RecordedSpan(BEGAN, BEGAN.plusSeconds(10), 1_100)))
        : new RecordedTimeline(List.of(), List.of(), List.of(), List.of());
  }

  @Override
  public List<RecordedSegment> segments(String stream, Instant from, Instant to, int most) {
    before.run();
    List<RecordedSegment> result = new ArrayList<>();
    for (RecordedSegment segment : segments) {
      boolean within = segment.endsAt().isAfter(from) && segment.startsAt().isBefore(to);
      if (within && segment.stream().equals(stream) && result.size() < most) {
        result.add(segment);
      }
    }
    return result;
  }

  @Override
  public Optional<RecordedRun> run(long id) {
    before.run();
    return id == RUN
        ? Optional.of(new RecordedRun(RUN, "lobby", BEGAN, "avc1.64001f", 640, 480, false))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> init(RecordedRun run) {
    return Optional.of(INIT);
  }

  @Override
  public Optional<RecordedSegment> segment(long id) {
    before.run();
    return segments.stream().filter(each -> each.id() == id).findFirst();
  }

  @Override
  public Path file(RecordedSegment segment) {
    return folder.resolve(segment.file());
  }

  /** One that says of itself where it is. */
  @Override
  public List<TimePatch> clockTimes(RecordedSegment segment, RecordedRun run) {
    return List.of(new TimePatch(CLOCK_OFFSET, run.beganAt().toEpochMilli()));
  }

  @Override
  public DeletedSpan delete(String stream, Instant from, Instant to) {
    before.run();
    deleted.add("%s %s %s".formatted(stream, from, to));
    return stream.equals("lobby") ? deletion : new DeletedSpan(0, 0, 0, 0, 0, 0, 0, 0, true);
  }

  @Override
  public Optional<RecordingPicture> thumbnail(String stream, Instant at, int width) {
    before.run();
    asked.add("%s %s %d".formatted(stream, at, width));
    return stream.equals("lobby") && segments.getFirst().endsAt().isAfter(at)
        ? Optional.of(new RecordingPicture(SEGMENT, at, new byte[] {(byte) (width / 32)}))
        : Optional.empty();
  }

  @Override
  public FakeExports exports() {
    return exports;
  }

  @Override
  public List<RecordedEvent> events(EventQuery query) {
    before.run();
    queries.add(query);
    return List.of(event);
  }

  @Override
  public Optional<RecordedEvent> event(String id) {
    before.run();
    return Optional.of(event).filter(each -> each.id().equals(id));
  }

  @Override
  public List<EventPart> parts(String id) {
    return List.of(
        new EventPart(
            1,
            BEGAN,
            BEGAN.plusSeconds(4),
            List.of(new EventPoint(BEGAN, 0.25f, 0.5f, 0.75f, 1, 0.5f))));
  }

  @Override
  public Optional<byte[]> picture(RecordedEvent of, boolean crop) {
    return of.hasPicture() ? Optional.of(new byte[] {(byte) (crop ? 2 : 1)}) : Optional.empty();
  }

  @Override
  public Optional<RecordedEvent> lock(String id, boolean locked) {
    event = event.withLock(locked);
    return Optional.of(event);
  }

  @Override
  public int delete(RecordedEvent gone) {
    deleted.add(gone.id());
    return 2;
  }
}
