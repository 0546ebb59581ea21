package sluice.stage.sink.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;
import sluice.stage.sink.jsonl.JsonLinesSinkType;

/** Files of streams that were removed or disabled before the process began. */
class OrphanedFilesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
  private static final String OLD = ".20261101T000000.000Z";
  private static final String YOUNG = ".20261120T000000.000Z";

  @TempDir Path folder;
  private long nanos;
  private boolean current = true;
  private final Housekeeping housekeeping = new Housekeeping(Runnable::run, CLOCK, () -> nanos);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{stream}.jsonl",
        "{stream}/results.jsonl",
        "x-{stream}/a/{stream}-{stream}.jsonl",
        "{stream}",
        "results.{stream}",
        "(a+b)/{stream}.json.l"
      })
  void filesOfStreamsThatAreGone_areDeletedByAge(String form) throws IOException {
    Path old = closed(form, "gone", OLD);
    Path young = closed(form, "gone", YOUNG);
    Path foreign = Files.writeString(folder.resolve("notes.20261101T000000.000Z.txt"), "mine");
    watch(form);

    hours(2);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(foreign).exists();
  }

  @Test
  void clockThatIsWrongAtTheStart_deletesNothing() throws IOException {
    Path first = closed("{stream}.jsonl", "gone", ".20261001T000000.000Z");
    Path second = closed("{stream}.jsonl", "gone", ".20261002T000000.000Z");
    watch("{stream}.jsonl");

    hours(2);

    assertThat(first).exists();
    assertThat(second).exists();
  }

  /** A stream that still writes shows that time has passed. */
  @Test
  void filesThatAreAllOld_areDeleted_whereAnotherStreamHasWritten() throws IOException {
    Path old = closed("{stream}.jsonl", "gone", ".20261001T000000.000Z");
    Path newest = Files.writeString(folder.resolve("lobby.jsonl"), "{}\n");
    Files.setLastModifiedTime(
        newest, java.nio.file.attribute.FileTime.from(CLOCK.instant().minusSeconds(60)));
    watch("{stream}.jsonl");

    hours(2);

    assertThat(old).doesNotExist();
  }

  @Test
  void filesOfAStreamThatWrites_areLeftToIt() throws IOException {
    Path old = closed("{stream}.jsonl", "lobby", OLD);
    Path young = closed("{stream}.jsonl", "lobby", YOUNG);
    RotationPolicy keepsAll =
        new RotationPolicy(
            folder.resolve("lobby.jsonl"),
            1,
            false,
            OptionalInt.empty(),
            Optional.of(Duration.ofDays(1_000)),
            false);
    RotatingFiles owner = new RotatingFiles(keepsAll, CLOCK, housekeeping);
    owner.prepare();
    watch("{stream}.jsonl");

    hours(2);

    assertThat(old).exists();
    assertThat(young).exists();
  }

  @Test
  void settingsThatCountNoMore_deleteNothing() throws IOException {
    Path old = closed("{stream}.jsonl", "gone", OLD);
    closed("{stream}.jsonl", "gone", YOUNG);
    watch("{stream}.jsonl");
    current = false;

    hours(2);

    assertThat(old).exists();
  }

  private void watch(String form) {
    JsonLinesSinkConfig config =
        new JsonLinesSinkConfig(
            "out",
            folder + "/" + form,
            1_000,
            false,
            OptionalInt.empty(),
            Optional.of(Duration.ofDays(10)),
            false,
            FrameChoice.ALL,
            MessageFilters.FRAMES);
    new JsonLinesSinkType().watchLeftovers(config, housekeeping, () -> current);
  }

  private void hours(int count) {
    nanos += Duration.ofHours(count).toNanos();
    housekeeping.runDue();
  }

  /** A closed file of the stream, which was changed when it was closed. */
  private Path closed(String form, String stream, String stamp) throws IOException {
    Path file = folder.resolve(form.replace("{stream}", stream));
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String closed = dot > 0 ? name.substring(0, dot) + stamp + name.substring(dot) : name + stamp;
    Files.createDirectories(file.getParent());
    return Files.writeString(file.resolveSibling(closed), "{}\n");
  }
}
