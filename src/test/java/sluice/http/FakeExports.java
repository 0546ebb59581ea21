package sluice.http;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sluice.core.recording.ExportAnswer;
import sluice.core.recording.ExportPart;
import sluice.core.recording.ExportState;
import sluice.core.recording.RecordingExport;
import sluice.http.recording.ExportPort;

/** Exports of which there are two, which a test may change. */
public final class FakeExports implements ExportPort {
  public static final long DONE = 8;
  static final long RUNNING = 9;

  static final Instant BEGAN = Instant.parse("2026-11-28T14:00:00Z");

  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Long> deleted = new CopyOnWriteArrayList<>();
  volatile Path folder = Path.of("none");

  /** Why nothing is taken; absent: it is. */
  volatile Optional<ExportAnswer.Refused> refused = Optional.empty();

  volatile RecordingExport done =
      new RecordingExport(
          DONE,
          "lobby",
          BEGAN,
          BEGAN.plusSeconds(60),
          ExportState.DONE,
          "",
          1,
          List.of(
              new ExportPart(1, BEGAN.minusSeconds(1), BEGAN.plusSeconds(20), 100),
              new ExportPart(2, BEGAN.plusSeconds(30), BEGAN.plusSeconds(60), 50)),
          Duration.ofMillis(2_500),
          Optional.of(BEGAN.plusSeconds(86_400)));

  static RecordingExport running() {
    return new RecordingExport(
        RUNNING,
        "lobby",
        BEGAN,
        BEGAN.plusSeconds(60),
        ExportState.RUNNING,
        "",
        0.25,
        List.of(),
        Duration.ZERO,
        Optional.empty());
  }

  @Override
  public ExportAnswer begin(String stream, Instant from, Instant to) {
    asked.add("%s %s %s".formatted(stream, from, to));
    return refused
        .<ExportAnswer>map(answer -> answer)
        .orElseGet(() -> new ExportAnswer.Taken(running()));
  }

  @Override
  public List<RecordingExport> all() {
    return List.of(running(), done);
  }

  @Override
  public Optional<RecordingExport> find(long number) {
    return all().stream().filter(export -> export.number() == number).findFirst();
  }

  @Override
  public Path file(RecordingExport export, ExportPart part) {
    return folder.resolve(part.number() + ".mp4");
  }

  @Override
  public boolean delete(long number) {
    deleted.add(number);
    return true;
  }
}
