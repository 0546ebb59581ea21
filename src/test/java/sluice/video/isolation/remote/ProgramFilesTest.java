package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.DecoderCrashException;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.isolation.protocol.Message;

/** An installation that is changed under a running service. */
class ProgramFilesTest {
  private static final DecoderSettings SETTINGS = DecoderSettings.network("rtsp://127.0.0.1/cam");
  private static final FileTime BEFORE =
      FileTime.from(Instant.now().minus(Duration.ofDays(1))); // of another second than any change

  @TempDir Path folder;
  private HelperProgram program;

  @BeforeEach
  void install() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    program =
        new HelperProgram(
            folder.resolve("java"),
            List.of(write("lib/sluice.jar"), write("lib/ffmpeg.jar"), classes),
            List.of(),
            List.of(write("lib/decoder.aot")),
            List.of(),
            "Main");
    assertThat(write("java/bin/java").toFile().setExecutable(true)).isTrue();
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "as it was");
    return Files.setLastModifiedTime(file, BEFORE);
  }

  @Test
  void programThatStays_hasNotChanged() throws IOException {
    ProgramFiles files = ProgramFiles.of(program);
    assertThat(files.changed()).isEmpty();

    Files.createFile(folder.resolve("classes/New.class"));
    Files.setLastModifiedTime(
        folder.resolve("classes"), FileTime.from(Instant.now().plusSeconds(9)));
    Files.createFile(folder.resolve("lib/new.jar"));
    assertThat(files.changed()).as("folders aren't looked at").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/sluice.jar", "lib/ffmpeg.jar"})
  void fileOfAnotherSizeOrTime_isOfAnotherVersion(String name) throws IOException {
    ProgramFiles files = ProgramFiles.of(program);
    Path file = folder.resolve(name);

    Files.writeString(file, "as it is");
    Files.setLastModifiedTime(file, BEFORE);
    assertThat(files.changed()).contains(file);
    write(name);
    assertThat(files.changed()).isEmpty();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    assertThat(files.changed()).contains(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/ffmpeg.jar", "java/bin/java"})
  void fileThatIsGone_isMissed(String name) throws IOException {
    ProgramFiles files = ProgramFiles.of(program);
    Files.delete(folder.resolve(name));

    assertThat(files.changed()).contains(folder.resolve(name));
  }

  @Test
  void anotherJavaOfItsPlace_doesToo_andTheCacheIsNotNeeded() throws IOException {
    ProgramFiles files = ProgramFiles.of(program);
    Files.delete(folder.resolve("lib/decoder.aot"));
    Files.writeString(folder.resolve("java/bin/java"), "updated");

    assertThat(files.changed()).isEmpty();
  }

  @Test
  void nothingIsStartedOfAnotherVersion_andNoSourceIsBlamed() throws IOException {
    AtomicInteger starts = new AtomicInteger();
    try (IsolatedInputs inputs =
        new IsolatedInputs(
            program,
            (builder, rules) -> {
              starts.incrementAndGet();
              return Script.opened().say(new Message.Ended(Script.counts(0))).helper();
            })) {
      try (VideoDecoder decoder = inputs.pictures(SETTINGS, () -> false, List.of())) {
        assertThat(decoder.next()).isNull();
      }
      Path jar = folder.resolve("lib/sluice.jar");
      Files.writeString(jar, "another version");
      for (int i = 0; i < 3; i++) { // no turn to start is lost
        assertThatThrownBy(() -> inputs.pictures(SETTINGS, () -> false, List.of()))
            .isInstanceOfSatisfying(
                DecoderCrashException.class, e -> assertThat(e.isBlamedOnSource()).isFalse())
            .hasMessage(
                "rtsp://127.0.0.1/cam: the program's files have changed since the service started ("
                    + jar
                    + "); restart the service");
      }
      assertThat(starts).hasValue(1);
    }
  }
}
