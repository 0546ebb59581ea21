package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;
import sluice.testing.servers.HookServer;

/**
 * The pictures of the dashboard that the documents show, of the built-in model at work on drawn
 * clips. They are left in {@link TestBrowser#FOLDER}, and where {@code -Dscreenshots=FOLDER} says,
 * without which it isn't run: what the pages do is held by the other tests here.
 */
@Timeout(180)
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
class ScreenshotsIT {
  private static final String LOBBY =
      """
      {"id": "lobby", "source": "demo:people=3,seed=2,seconds=4", "loop": true, "realtime": true}
      """;
  private static final String SCENE =
      """
      {"id": "entrance", "source": "demo:people=3,seed=2,seconds=6", "loop": true, "realtime": true,
       "lines": {"door": {"from": [0.52, 0.95], "to": [0.52, 0.35], "in-name": "entering"}},
       "zones": {"counter": {"points": [[0.08, 0.6], [0.4, 0.6], [0.45, 0.95], [0.05, 0.95]]}}}
      """;
  private static final String PLAYABLE =
      "() => { const v = document.querySelector('video'); return v !== null && v.readyState >= 2"
          + " && !v.seeking; }";
  private static final String RECORDED =
      """
      streams.entrance {
        source = "demo:people=3,seed=2,seconds=12", loop = true, realtime = true
        lines.door { from = [0.52, 0.95], to = [0.52, 0.35], in-name = entering }
        zones.counter { points = [[0.08, 0.6], [0.4, 0.6], [0.45, 0.95], [0.05, 0.95]] }
        recording { mode = events, segment = 5s }
      }
      streams.square {
        source = "demo:people=5,seed=11,seconds=10", loop = true, realtime = true, track = true
        recording { mode = events, segment = 5s }
      }
      """;
  private static final String OTHERS =
      """
      sinks.alerts { %s, only = all }
      sinks.control-room { type = webhook, url = "http://127.0.0.1:9/hook" }
      streams.platform {
        source = "demo:crowd,seed=9,seconds=4", loop = true, realtime = true, sinks = [alerts]
      }
      streams.square {
        source = "demo:people=5,seed=11,seconds=4", loop = true, realtime = true, sinks = [alerts]
      }
      streams.yard { source = "rtsp://127.0.0.1:9/stream1", sinks = [control-room] }
      """;
  private static final List<String> STREAMS = List.of("lobby", "platform", "square");

  /** Goes down to what is told of objects, below the line on top. */
  private static final String TO_OBJECTS =
      "() => scrollTo(0, document.querySelector('.objects-part').getBoundingClientRect().top +"
          + " scrollY - 70)";

  /** Whether the pictures of objects in sight have come. */
  private static final String LOADED =
      "() => [...document.querySelectorAll('img.object-picture')].slice(0, 3).every(each =>"
          + " each.complete)";

  /** Whether the pictures of the first events have come. */
  private static final String PICTURES =
      "() => { const all = [...document.querySelectorAll('[data-event] > .picture >"
          + " :first-child img')].slice(0, 8); return all.length === 8 && all.every(each =>"
          + " each.naturalWidth > 0 || each.hidden); }";

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir Path folder;

  private ServiceChild start(String streams) throws IOException {
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
              %s
            }
            """
                .formatted(folder, streams));
    return ServiceChild.launch(
        file, folder.resolve("log"), Map.of(), "-Dsluice.home=" + Path.of("").toAbsolutePath());
  }

  @Test
  void screenshots_areTaken_inLightAndDark() throws IOException {
    try (HookServer receiver = new HookServer();
        ServiceChild service = start(OTHERS.formatted(receiver.sinkSettings()))) {
      receiver.start();
      String address = DashboardService.address(service);
      Dashboard wall = open(address, "", ColorScheme.LIGHT);
      add(wall, LOBBY);
      assertThat(wall.card("yard")).hasAttribute("data-state", "retrying");
      STREAMS.forEach(stream -> wall.awaitPictures(wall.card(stream)));
      wall.take("wall");

      Dashboard stream = open(address, "#/streams/lobby", ColorScheme.DARK);
      stream.awaitView();
      assertThat(stream.page().locator("[data-detection]").nth(4)).isAttached();
      assertThat(stream.page().locator("main canvas[aria-label*='Inferred']")).hasCount(1);
      stream.take("stream");

      Dashboard sinks = open(address, "#/sinks", ColorScheme.LIGHT);
      sinks.button("Send a test message to alerts").click();
      assertThat(sinks.page().locator("[data-sink='alerts'] .alert.good")).isVisible();
      assertThat(sinks.page().locator("[data-sink='alerts'] .badge")).hasText("Healthy");
      assertThat(sinks.page().locator("[data-sink='control-room']")).containsText("oldest");
      sinks.take("sinks");
    }
  }

  @Test
  void screenshotsOfObjectsAndLines_areTaken() throws IOException {
    try (ServiceChild service = start("")) {
      String address = DashboardService.address(service);
      Dashboard stream = open(address, "", ColorScheme.DARK);
      add(stream, SCENE);
      stream.go("#/streams/entrance");
      stream.awaitView();
      assertThat(stream.page().locator("img.object-picture").nth(2)).isVisible();
      stream.page().evaluate(TO_OBJECTS);
      stream.page().waitForFunction(LOADED);
      stream.take("objects");

      Dashboard scene = open(address, "#/streams/entrance/scene", ColorScheme.LIGHT);
      scene.awaitPictures(scene.page().locator("main"));
      scene.page().locator("[aria-label='Line door']").press("Enter");
      assertThat(scene.field("In name")).hasValue("entering");
      scene.take("scene");
    }
  }

  @Test
  void screenshotsOfEvents_areTaken() throws IOException {
    BROWSER.expect("404"); // pictures that are being made
    try (ServiceChild service = start(RECORDED)) {
      Dashboard events = open(DashboardService.address(service), "#/events", ColorScheme.LIGHT);
      Locator cards = events.page().locator("[data-event]");
      assertThat(cards.nth(11)).isVisible(new IsVisibleOptions().setTimeout(90_000));
      events.page().waitForFunction(PICTURES);
      Locator crossed = cards.filter(new Locator.FilterOptions().setHasText("line door"));
      assertThat(crossed.nth(1)).isVisible(new IsVisibleOptions().setTimeout(60_000));
      String id = crossed.last().getAttribute("data-event");
      events.page().request().put(lock(events, id), json());
      events.page().reload();
      events.page().waitForFunction(PICTURES);
      events.take("events");

      events.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      crossed.last().getByRole(AriaRole.LINK).click();
      assertThat(events.page().locator(".way-over:not([hidden])")).isVisible();
      assertThat(events.page().locator(".event-video tbody tr").first()).isVisible();
      events.button("Export").click();
      assertThat(events.page().locator(".exports [data-state=done]"))
          .isVisible(new IsVisibleOptions().setTimeout(60_000));
      events.button("Dismiss").click();
      events.page().evaluate("scrollTo(0, 0)");
      events.take("event");

      long shortlyAfter = Long.parseLong(id.substring(0, id.indexOf('-'))) + 1_500;
      events.go("#/recordings/entrance/" + shortlyAfter);
      events.page().waitForFunction(PLAYABLE);
      assertThat(events.page().locator(".boxes:not([data-boxes='0'])")).isVisible();
      events.button("5 min").click();
      events.take("recording");
    }
  }

  private static String lock(Dashboard page, String event) {
    return page.address() + "api/v1/recorded-events/" + event + "/lock";
  }

  private static RequestOptions json() {
    return RequestOptions.create().setHeader("Content-Type", "application/json");
  }

  /** Adds a stream as a program does: one that can be changed. */
  private static void add(Dashboard wall, String stream) {
    int status =
        wall.page()
            .request()
            .post(
                wall.address() + "api/v1/streams",
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setData(stream))
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
}
