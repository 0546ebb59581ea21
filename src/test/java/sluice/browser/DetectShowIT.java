package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.Main;
import sluice.testing.BrightClip;
import sluice.testing.ChildJvm;
import sluice.testing.Interrupts;
import sluice.testing.TestBrowser;
import sluice.testing.TinySsd;

/** {@code sluice detect --show} in a process of its own. */
@Timeout(120)
class DetectShowIT {
  private static final int PICTURES = 75;
  private static final Pattern PAGE = Pattern.compile("live pictures are on (http://\\S+/);");

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir Path folder;
  private Path lines;
  private Process child;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Interrupts.require();
    Path clip = BrightClip.of(320, 192).write(folder.resolve("front door.mkv"), PICTURES);
    lines = folder.resolve("out.jsonl");
    List<String> command =
        ChildJvm.command(
            List.of("-XX:TieredStopAtLevel=1"),
            Main.class,
            "detect",
            clip,
            "-m",
            TinySsd.write(folder),
            "-t",
            "0.05",
            "--show",
            "--json",
            lines);
    ProcessBuilder builder =
        new ProcessBuilder(Interrupts.heard(command))
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile());
    builder.environment().remove("DISPLAY");
    builder.environment().remove("WAYLAND_DISPLAY");
    child = builder.start();
  }

  @AfterEach
  void leaveNoProcess() {
    child.destroyForcibly().onExit().join();
  }

  /** Where the page is; waits until that is said. */
  private String address() throws IOException {
    Awaitility.await("the page's address")
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> !child.isAlive() || PAGE.matcher(said()).find());
    Matcher page = PAGE.matcher(said());
    assertThat(page.find()).as(said()).isTrue();
    return page.group(1);
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  private int exitCode() throws InterruptedException {
    assertThat(child.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
    return child.exitValue();
  }

  @Test
  void job_waitsForItsViewer_showsPictures_andEndsWhenViewerLeaves() throws Exception {
    String address = address();
    assertThat(lines).as("it waits").doesNotExist();
    Dashboard wall = Dashboard.open(BROWSER.page(), address, "").live();
    wall.awaitPictures(wall.card("front-door"));
    assertThat(wall.button("Add stream")).hasCount(0);
    assertThat(wall.page().getByText("Configuration")).isHidden();

    APIRequestContext client = wall.page().request();
    RequestOptions json = RequestOptions.create().setHeader("Content-Type", "application/json");
    assertThat(client.post(address + "api/v1/streams", json.setData("{}")).status()).isEqualTo(405);
    assertThat(client.get(address + "api/v1/config").status()).isEqualTo(404);

    wall.go("#/streams/front-door");
    assertThat(wall.heading("front-door")).isVisible();
    assertThat(wall.page().locator("main")).containsText("Completed");
    assertThat(wall.page().locator("main [data-picture]"))
        .hasAttribute("data-number", Integer.toString(PICTURES - 1));
    assertThat(wall.button("Pause")).hasCount(0);
    assertThat(child.isAlive()).as("the last picture stays").isTrue();
    wall.page().close();

    assertThat(exitCode()).as(said()).isZero();
    assertThat(Files.readAllLines(lines)).hasSize(PICTURES);
    assertThat(said()).contains("no browser can be opened from here", "the page stays");
    assertThat(Files.readString(folder.resolve("stdout")))
        .contains(PICTURES + " frames", "frames left open: 0");
  }

  @Test
  void interrupt_endsTheWait() throws Exception {
    address();
    Interrupts.send("INT", child);

    assertThat(exitCode()).as(said()).isEqualTo(130);
    assertThat(said()).doesNotContain("\tat ", "the page stays");
  }
}
