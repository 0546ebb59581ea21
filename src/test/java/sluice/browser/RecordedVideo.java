package sluice.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The player of the page of a recording, and files that are saved from the pages of recordings. */
final class RecordedVideo {
  /** The sum of the pixels of the picture that is shown. */
  private static final String PICTURE =
      "video => { const c = document.createElement('canvas'); c.width = 160; c.height = 96; const p"
          + " = c.getContext('2d'); p.drawImage(video, 0, 0, 160, 96); const d = p.getImageData(0,"
          + " 0, 160, 96).data; let s = 0; for (let i = 0; i < d.length; i++) { s = (s * 31 + d[i])"
          + " % 1000000007; } return s; }";

  private static final String SHOWN =
      "ms => { const v = document.querySelector('video'); return v !== null && v.readyState >= 2 &&"
          + " !v.seeking && Math.abs(Number(document.querySelector('[data-at]').dataset.at) - ms) <"
          + " 100; }";

  private static final String PASSED =
      "ms => Number(document.querySelector('[data-at]').dataset.at) > ms";

  private static final long PATIENCE_SECONDS = 60;

  private final Dashboard page;

  RecordedVideo(Dashboard page) {
    this.page = page;
  }

  /** The address of the page at a moment. */
  static String at(String stream, Instant moment) {
    return "#/recordings/" + stream + "/" + moment.toEpochMilli();
  }

  /** Waits until the picture of a moment is shown; its pixels. */
  int picture(Instant moment) {
    page.page().waitForFunction(SHOWN, (double) moment.toEpochMilli());
    return ((Number) page.page().locator("video").evaluate(PICTURE)).intValue();
  }

  /** Waits until it has played beyond a moment. */
  void awaitPlayed(Instant moment) {
    page.page().waitForFunction(PASSED, (double) moment.toEpochMilli());
  }

  /** Saves the file of a link, by a click on it. */
  Path save(Locator link) {
    Download download = page.page().waitForDownload(link::click);
    assertThat(download.failure()).isNull();
    assertThat(download.suggestedFilename()).endsWith(".mp4");
    return download.path();
  }

  /**
   * Reads all packets of a file of video with {@code ffprobe}, which must have nothing to complain
   * about.
   *
   * @return how many seconds it takes
   */
  static double secondsOf(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "ffprobe",
                    "-v",
                    "warning",
                    "-count_frames",
                    "-select_streams",
                    "v",
                    "-show_entries",
                    "stream=nb_read_frames:format=duration",
                    "-of",
                    "default=nokey=1:noprint_wrappers=1",
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    try {
      List<String> said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s", said).isZero();
      assertThat(said).as("pictures and seconds, and no complaint").hasSize(2);
      assertThat(Integer.parseInt(said.getFirst())).isPositive();
      return Double.parseDouble(said.getLast());
    } finally {
      process.destroyForcibly();
    }
  }
}
