package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.DecodeChoice;
import sluice.testing.SharedFiles;
import sluice.testing.TestJob;

/** What a real model finds where only what is looked at is decoded: the same. */
@Timeout(120)
class SelectiveDetectionIT {
  private static final Path VIDEO = SharedFiles.file("videos/one-by-one-person-detection.mp4");
  private static final Path MODEL =
      SharedFiles.file("models/person-detection-0202/FP16-INT8/person-detection-0202.xml");

  @TempDir Path folder;

  @Test
  void results_areTheSame_letterByLetter() throws IOException {
    List<String> all = results(DecodeChoice.ALL);
    List<String> selected = results(DecodeChoice.AUTO);

    assertThat(selected).isEqualTo(all).hasSize(279);
    assertThat(all).filteredOn(line -> line.contains("\"label\"")).hasSizeGreaterThan(100);
  }

  /** The lines of a run at 2 pictures a second, without what they tell of time spent. */
  private List<String> results(DecodeChoice choice) throws IOException {
    Path lines = folder.resolve(choice + ".jsonl");
    new TestJob(MODEL).fps(2).decode(choice).input(VIDEO, lines).runOne();
    return Files.readAllLines(lines).stream()
        .map(
            line -> line.replaceAll("\"(timings_ms|system_timestamp)\":(\\{[^}]*}|\"[^\"]*\")", ""))
        .toList();
  }
}
