package sluice.stage.sink.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.SluiceException;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.Results;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.files.RotatingFiles;
import sluice.stage.sink.files.RotationPolicy;

class JsonLinesSeriesTest {
  private static final Instant EVENING = Instant.parse("2026-11-20T22:00:00Z");

  @TempDir Path folder;

  private Instant now = EVENING;
  private long nanos;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneId.of("Europe/Berlin");
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private Housekeeping housekeeping = new Housekeeping(Runnable::run, clock, () -> nanos);

  @Test
  void file_isRotatedBySize_withoutSplittingLines() throws Exception {
    JsonLinesSeries sink = open(settings(1_000, false, 100, null, false));
    write(sink, 0, 20);
    sink.finish();

    List<Path> closed = closed();
    assertThat(closed.size()).isGreaterThan(3);
    assertThat(closed).allSatisfy(file -> assertThat(Files.size(file)).isBetween(1L, 1_000L));
    assertThat(numbers(closed, file())).containsExactlyElementsOf(range(0, 20));
    assertThat(sink.health().written()).isEqualTo(20);
  }

  @Test
  void lineLongerThanFileLimit_isStillWritten() throws Exception {
    JsonLinesSeries sink = open(settings(1, false, 100, null, false));
    write(sink, 0, 3);
    sink.finish();
    assertThat(numbers(closed(), file())).containsExactlyElementsOf(range(0, 3));
    assertThat(closed()).hasSize(2);
  }

  @Test
  void file_isRotated_atEndOfDay() throws Exception {
    JsonLinesSeries sink = open(settings(1_000_000, true, 100, null, false));
    write(sink, 0, 2);
    now = EVENING.plus(Duration.ofHours(1)); // midnight in Berlin
    write(sink, 2, 3);
    sink.finish();
    assertThat(closed())
        .singleElement()
        .satisfies(file -> assertThat(file).hasFileName("lobby.20261120T230000.000Z.jsonl"));
    assertThat(numbers(List.of(), file())).containsExactly(2L);
  }

  @Test
  void fileOfYesterday_isRotated_afterRestart() throws Exception {
    JsonLinesSeries first = open(settings(1_000_000, true, 100, null, false));
    write(first, 0, 2);
    first.finish();
    Files.setLastModifiedTime(file(), FileTime.from(EVENING));
    now = EVENING.plus(Duration.ofDays(3));
    JsonLinesSeries second = open(settings(1_000_000, true, 100, null, false));
    write(second, 2, 3);
    second.finish();
    assertThat(closed()).hasSize(1);
    assertThat(numbers(List.of(), file())).containsExactly(2L);
  }

  @Test
  void restart_appends_afterLastCompleteLine() throws Exception {
    Files.writeString(file(), "{\"frame_id\":7}\n{\"frame_id\":8");
    JsonLinesSeries sink = open(settings(1_000_000, false, 100, null, false));
    write(sink, 9, 10);
    sink.finish();
    assertThat(numbers(List.of(), file())).containsExactly(7L, 9L);
  }

  @Test
  void retention_keepsNewestFiles_andIgnoresForeignFiles() throws Exception {
    Path stranger = Files.writeString(folder.resolve("lobby.notes.jsonl"), "precious");
    JsonLinesSeries sink = open(settings(1, false, 3, null, false));
    write(sink, 0, 10);
    sink.finish();
    assertThat(closed()).hasSize(3);
    assertThat(numbers(closed(), file())).containsExactly(6L, 7L, 8L, 9L);
    assertThat(stranger).hasContent("precious");
  }

  @Test
  void retention_deletesFilesBeyondMaxAge() throws Exception {
    JsonLinesSeries sink = open(settings(1, false, 100, Duration.ofDays(2), false));
    write(sink, 0, 3);
    pass(Duration.ofDays(3));
    write(sink, 3, 4);
    assertThat(closed()).hasSize(1);
    assertThat(numbers(closed(), file())).containsExactly(2L, 3L);
    sink.finish();
  }

  @Test
  void rotatedFiles_areCompressed_alsoThoseOfKilledProcess() throws Exception {
    Files.writeString(folder.resolve("lobby.20261119T220000.000Z.jsonl"), "{\"frame_id\":100}\n");
    Files.writeString(folder.resolve("lobby.20261119T230000.000Z.jsonl.gz.part"), "half");
    JsonLinesSeries sink = open(settings(1, false, 100, null, true));
    write(sink, 0, 3);
    sink.finish();
    assertThat(closed()).hasSize(3).allMatch(file -> file.toString().endsWith(".jsonl.gz"));
    assertThat(numbers(closed(), file())).containsExactly(100L, 0L, 1L, 2L);
  }

  @Test
  void sink_isUnhealthyOnFullDisk_andRecovers() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    Files.createSymbolicLink(file(), Path.of("/dev/full"));
    JsonLinesSeries sink = open(settings(1_000_000, true, 100, null, false));
    assertThat(sink.health().healthy()).isTrue();
    write(sink, 0, 3);
    assertThat(sink.health().healthy()).isFalse();
    assertThat(sink.health().lost()).isEqualTo(3);
    assertThat(sink.health().lastError()).hasValueSatisfying(e -> assertThat(e).contains("space"));

    Files.delete(file());
    write(sink, 3, 4);
    assertThat(sink.health().lost()).as("it is too early for another attempt").isEqualTo(4);
    nanos += Duration.ofSeconds(2).toNanos();
    write(sink, 4, 6);

    assertThat(sink.health().healthy()).isTrue();
    assertThat(sink.health().written()).isEqualTo(2);
    assertThat(numbers(List.of(), file())).containsExactly(4L, 5L);
    sink.finish();
  }

  @Test
  void retriesOnFullDisk_backOff() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    Files.createSymbolicLink(file(), Path.of("/dev/full"));
    JsonLinesSeries sink = open(settings(1_000_000, true, 100, null, false));
    write(sink, 0, 1);
    for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
      nanos += Duration.ofSeconds(seconds).toNanos() - 1;
      Files.delete(file());
      write(sink, 1, 2);
      assertThat(file()).as("before " + seconds + " s are over").doesNotExist();
      Files.createSymbolicLink(file(), Path.of("/dev/full"));
      nanos++;
      write(sink, 2, 3);
    }
    assertThatThrownBy(sink::finish).isInstanceOf(SluiceException.class);
  }

  @Test
  void unavailableFolder_isRetried() throws Exception {
    Path blocked = Files.writeString(folder.resolve("out"), "a file where a folder should be");
    RotationPolicy settings =
        new RotationPolicy(
            blocked.resolve("lobby.jsonl"),
            1_000,
            false,
            OptionalInt.empty(),
            Optional.empty(),
            false);
    JsonLinesSeries sink = open(settings);
    assertThat(sink.health().healthy()).isFalse();
    Files.delete(blocked);
    nanos += Duration.ofSeconds(2).toNanos();
    write(sink, 0, 1);
    assertThat(sink.health().healthy()).isTrue();
    assertThat(sink.finish()).contains(blocked.resolve("lobby.jsonl"));
  }

  @Test
  void fileNamesThatOnlyLookLikeDates_areForeign() throws Exception {
    Path stranger =
        Files.writeString(folder.resolve("lobby.20261399T250000.000Z.jsonl"), "precious");
    JsonLinesSeries sink = open(settings(1, false, 1, Duration.ofDays(1), true));
    write(sink, 0, 3);
    sink.finish();
    assertThat(sink.health()).isEqualTo(SinkHealth.ofWritten(3));
    assertThat(numbers(closed(), file())).containsExactly(1L, 2L);
    assertThat(stranger).hasContent("precious");
  }

  @Test
  void fileThatWasDeleted_isNoticed_andBegunAgain() throws Exception {
    JsonLinesSeries sink = open(settings(1_000_000, false, 9, null, false));
    write(sink, 0, 2);
    Files.delete(file());
    write(sink, 2, 4);
    nanos += Duration.ofSeconds(1).toNanos();
    write(sink, 4, 6);
    assertThat(sink.health().losses()).containsEntry(LossCause.GONE, 4L);
    assertThat(sink.health().lastError())
        .hasValueSatisfying(e -> assertThat(e).contains("deleted"));
    assertThat(sink.health().healthy()).isTrue();
    sink.finish();
    assertThat(numbers(List.of(), file())).containsExactly(4L, 5L);
  }

  @Test
  void fileThatWasMovedAway_orReplaced_isNoticed() throws Exception {
    JsonLinesSeries sink = open(settings(1_000_000, false, 9, null, false));
    write(sink, 0, 1);
    nanos += Duration.ofSeconds(1).toNanos();
    write(sink, 1, 2); // a look, by which the first is known to be there
    Files.move(file(), folder.resolve("moved"));
    Files.writeString(file(), "{\"frame_id\":7}\n");
    nanos += Duration.ofSeconds(1).toNanos();
    write(sink, 2, 3);
    sink.finish();
    assertThat(sink.health().losses()).containsEntry(LossCause.GONE, 1L);
    assertThat(numbers(List.of(), file())).containsExactly(7L, 2L);
    assertThat(numbers(List.of(), folder.resolve("moved"))).containsExactly(0L, 1L);
  }

  @Test
  void retention_worksOnATimer_alsoAfterTheStreamHasGone() throws Exception {
    JsonLinesSeries sink = open(settings(1, false, 100, Duration.ofDays(2), false));
    write(sink, 0, 3);
    pass(Duration.ofDays(1));
    housekeeping.runDue();
    assertThat(closed()).hasSize(2);
    sink.finish();
    pass(Duration.ofHours(12));
    housekeeping.runDue();
    assertThat(closed()).as("not old enough yet").hasSize(2);
    pass(Duration.ofHours(13));
    housekeeping.runDue();
    assertThat(closed()).isEmpty();
    assertThat(numbers(List.of(), file())).as("what was not closed stays").containsExactly(2L);
  }

  @Test
  void stepsOfTheClock_deleteNothing_andNothingStandsStill() throws Exception {
    RotationPolicy settings = settings(1, true, 1_000, Duration.ofDays(30), false);
    JsonLinesSeries sink = open(settings);
    long written = 0;
    for (int days : List.of(40, -40, -40, 40, 40)) {
      write(sink, written, written + 3);
      now = now.plus(Duration.ofDays(days));
      pass(Duration.ofHours(1));
      housekeeping.runDue();
      write(sink, written + 3, written + 5);
      sink.finish();
      sink = openAgain(settings); // a stream that starts anew believes no step either
      written += 5;
      assertThat(numbers(closed(), file())).containsExactlyElementsOf(range(0, written));
    }
    assertThat(sink.health().healthy()).isTrue();
    now = now.minus(Duration.ofDays(40));
    pass(Duration.ofDays(75));
    write(sink, written, written + 2);
    assertThat(closed()).as("time that has passed deletes").hasSizeLessThan(3);
    sink.finish();
  }

  @Test
  void clockThatIsWrong_whenTheProcessStarts_deletesNothing() throws Exception {
    RotationPolicy settings = settings(1, false, 100, Duration.ofDays(30), false);
    JsonLinesSeries first = open(settings);
    write(first, 0, 3);
    first.finish();
    Files.setLastModifiedTime(file(), FileTime.from(EVENING));
    now = EVENING.plus(Duration.ofDays(40));
    JsonLinesSeries second = open(settings);
    write(second, 3, 5);
    second.finish();
    assertThat(numbers(closed(), file())).containsExactlyElementsOf(range(0, 5));
  }

  @Test
  void fileWithoutLineFeed_isNotCut() throws Exception {
    Files.writeString(file(), "no line of ours");
    JsonLinesSeries sink = open(settings(1_000_000, false, 100, null, false));
    write(sink, 9, 10);
    sink.finish();
    assertThat(Files.readAllLines(file())).hasSize(2).first().isEqualTo("no line of ours");
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** In another run of the process. */
  private JsonLinesSeries open(RotationPolicy settings) {
    housekeeping = new Housekeeping(Runnable::run, clock, () -> nanos);
    return openAgain(settings);
  }

  /** In the same run of the process. */
  private JsonLinesSeries openAgain(RotationPolicy settings) {
    JsonLinesSeries sink = new JsonLinesSeries("lobby", settings, clock, () -> nanos, housekeeping);
    sink.open(Results.source(64, 48));
    return sink;
  }

  private RotationPolicy settings(
      long maxSize, boolean daily, int keepFiles, Duration keepAge, boolean compress) {
    return new RotationPolicy(
        file(), maxSize, daily, OptionalInt.of(keepFiles), Optional.ofNullable(keepAge), compress);
  }

  private static void write(JsonLinesSeries sink, long from, long to) {
    for (long number = from; number < to; number++) {
      sink.write(Results.withoutPicture(64, 48, number));
    }
  }

  private Path file() {
    return folder.resolve("lobby.jsonl");
  }

  private List<Path> closed() throws IOException {
    return new RotatingFiles(settings(1, false, 1, null, false), clock, housekeeping).closedFiles();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  /** Frame numbers of all lines, each of which is whole. */
  private static List<Long> numbers(List<Path> closed, Path last) throws IOException {
    List<Path> files = new ArrayList<>(closed);
    files.add(last);
    List<Long> numbers = new ArrayList<>();
    for (Path file : files) {
      boolean compressed = file.toString().endsWith(".gz");
      try (var in = Files.newInputStream(file);
          var reader =
              new BufferedReader(
                  new InputStreamReader(
                      compressed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
        for (String line : reader.lines().toList()) {
          numbers.add(new ObjectMapper().readTree(line).get("frame_id").asLong());
        }
      }
    }
    return numbers;
  }
}
