package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;

/**
 * The pictures of the dashboard that the documents show, of the built-in model at work on drawn
 * clips. They are left in {@link TestBrowser#FOLDER}; with {@code -Dscreenshots=FOLDER} there too.
 */
@Timeout(180)
class ScreenshotsIT {
  private static final int LARGEST = 500_000;
  private static final String LOBBY =
      """
      {"id": "lobby", "source": "demo:people=3,seed=2,seconds=4", "loop": true, "realtime": true}
      """;
  private static final List<String> STREAMS = List.of("lobby", "platform", "square");

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir Path folder;

  private ServiceChild start() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("sluice.conf"),
            """
            sluice {
              data-dir = "%s/data"
              http.port = 0
              security.hosts = [127.0.0.1]
              recovery { min-backoff = 1s, max-backoff = 5s }
              models.people.model = person-detection-hog
              defaults { model = people, detect-fps = 4, delivery = latest }
              streams.platform { source = "demo:crowd,seed=9,seconds=4", loop = true, realtime = true }
              streams.square { source = "demo:people=5,seed=11,seconds=4", loop = true, realtime = true }
              streams.yard.source = "rtsp://127.0.0.1:9/stream1"
            }
            """
                .formatted(folder));
    return ServiceChild.launch(
        file, folder.resolve("log"), Map.of(), "-Dsluice.home=" + Path.of("").toAbsolutePath());
  }

  @Test
  void screenshots_areTaken_inLightAndDark() throws IOException {
    try (ServiceChild service = start()) {
      String address = DashboardService.address(service);
      Dashboard wall = open(address, "", ColorScheme.LIGHT);
      add(wall);
      assertThat(wall.card("yard")).hasAttribute("data-state", "retrying");
      STREAMS.forEach(stream -> wall.awaitPictures(wall.card(stream)));
      take(wall, "wall");

      Dashboard stream = open(address, "#/streams/lobby", ColorScheme.DARK);
      stream.awaitPictures(stream.page().locator("main"));
      assertThat(stream.page().locator("[data-detection]").nth(4)).isAttached();
      assertThat(stream.page().locator("main canvas[aria-label*='Inferred']")).hasCount(1);
      take(stream, "stream");
    }
  }

  /** Adds a stream as a program does: one that can be changed. */
  private static void add(Dashboard wall) {
    int status =
        wall.page()
            .request()
            .post(
                wall.address() + "api/v1/streams",
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setData(LOBBY))
            .status();
    assertThat(status).isEqualTo(201);
  }

  private static Dashboard open(String address, String hash, ColorScheme scheme) {
    Page page =
        BROWSER.page(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setColorScheme(scheme)
                .setLocale("en-GB"));
    return Dashboard.open(page, address, hash).live();
  }

  private static void take(Dashboard dashboard, String name) throws IOException {
    Path file = TestBrowser.FOLDER.resolve("dashboard-" + name + ".png");
    byte[] picture = dashboard.page().screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(picture.length).isLessThan(LARGEST);
    String documents = System.getProperty("screenshots", "");
    if (!documents.isBlank()) {
      Files.copy(
          file,
          Files.createDirectories(Path.of(documents)).resolve(file.getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
