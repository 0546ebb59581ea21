package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.testing.ApiClient;
import sluice.testing.StartedService;
import sluice.testing.TestBrowser;
import sluice.testing.TinySsd;
import sluice.video.TestClip;

/** The pages of recorded events, of a service that finds events and makes some. */
@Timeout(120)
class EventsPageIT {
  private static final int PEOPLE = 62;
  private static final int PAGE = 60;

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir static Path folder;
  private static String car = "";
  private static @Nullable StartedService service;
  private static @Nullable HttpServer server;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    car = StoredEvents.write(folder.resolve("data/recordings"), PEOPLE);
    StartedService started =
        new StartedService(
            folder,
            """
            sluice {
              http.port = 0
              data-dir = "%1$s/data"
              security.file-roots = ["%1$s"]
              models.tiny.model = "%2$s"
              defaults { model = tiny, threshold = 0.05 }
            }
            """
                .formatted(folder, TinySsd.write(folder)),
            id -> StreamObserver.NONE);
    service = started;
    HttpServer listening = started.listen();
    server = listening;
    port = listening.address().getPort();
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.stop(Duration.ZERO).toCompletableFuture().join();
    }
    if (service != null) {
      service.close();
    }
  }

  private static Dashboard open(String hash) {
    return Dashboard.open(BROWSER.page(), "http://127.0.0.1:" + port + "/", hash).live();
  }

  private static Locator cards(Dashboard page) {
    return page.page().locator("main [data-event]");
  }

  private static Locator badge(Dashboard page, String text) {
    return page.page().locator("main .title .badge").getByText(text);
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data/recordings/yard"))) {
      return all.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  @Test
  void anEvent_isFound_opened_locked_andDeleted() throws IOException {
    BROWSER.expect("index.m3u8");
    Dashboard page = open("");
    page.link("Events").click();
    assertThat(page.heading("Events")).isFocused();
    page.field("Stream").selectOption("yard");
    assertThat(cards(page)).hasCount(PAGE);
    assertThat(page.page().locator("main [role=status]")).hasText("The newest 60 events");
    cards(page).last().scrollIntoViewIfNeeded();
    assertThat(cards(page)).hasCount(PEOPLE + 2);
    assertThat(page.page().locator("main [role=status]")).hasText("64 events");
    assertThat(page.button("Show more")).isHidden();

    page.field("Label").fill("car");
    page.field("Label").press("Enter");
    assertThat(cards(page)).hasCount(1);
    page.field("Score, % at least").fill("85");
    page.field("Zone").fill("drive");
    page.field("Line").fill("exit");
    page.field("Line").press("Enter");
    assertThat(page.page())
        .hasURL(
            Pattern.compile(
                "#/events\\?stream=yard&label=car&line=exit&zone=drive&min-score=0.85$"));
    page.page().reload();
    assertThat(page.field("Line")).hasValue("exit");
    assertThat(cards(page)).hasCount(1);
    assertThat(cards(page)).containsText("line gate");
    assertThat(cards(page)).containsText("12 s");
    page.assertAccessible();

    cards(page).getByRole(AriaRole.LINK).press("Enter");
    assertThat(page.heading("car on yard")).isVisible();
    assertThat(page.page().locator("main .way-over polyline"))
        .hasAttribute("points", Pattern.compile("^96,252 112,255 .*"));
    assertThat(page.page().locator("main")).containsText("No video is kept of it any more.");
    page.assertAccessible();
    page.take("event");
    page.button("Lock").click();
    assertThat(badge(page, "Locked")).isVisible();
    assertThat(page.button("Delete")).hasAttribute("aria-disabled", "true");
    assertThat(page.button("Delete")).hasAccessibleDescription("To delete it, unlock it first.");
    page.button("Unlock").click();
    assertThat(badge(page, "Locked")).isHidden();
    page.button("Delete").press("Enter");
    page.page().keyboard().press("Escape");
    assertThat(page.button("Delete")).isFocused();
    assertThat(files()).anyMatch(file -> file.contains(car));
    page.button("Delete").press("Enter");
    page.page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
        .click();
    assertThat(page.page().locator("main")).containsText("No event has all of that");
    assertThat(files()).noneMatch(file -> file.contains(car));
    page.button("Show all events").click();
    assertThat(cards(page)).hasCount(PAGE);
    page.button("Last hour").click();
    assertThat(page.page()).hasURL(Pattern.compile("#/events\\?from=2"));
    BROWSER.expect("404");
    page.go("#/events/" + car);
    assertThat(page.page().locator("main")).containsText("not kept any more");
  }

  @Test
  void eventsThatBeginAndEnd_areShown_withoutMovingTheList_andHaveTheirVideo() {
    BROWSER.expect("picture.jpg");
    BROWSER.expect("crop.jpg");
    Dashboard page = open("#/events");
    assertThat(cards(page)).hasCount(PAGE);
    String first = cards(page).first().getAttribute("data-event");
    page.page().evaluate("() => scrollTo(0, 400)");
    try (ApiClient api = new ApiClient(port)) {
      assertThat(api.send("POST", ApiClient.STREAMS, stream()).status()).isEqualTo(201);
      page.button("Show 3 new events").click();
      assertThat(cards(page).nth(3)).hasAttribute("data-event", first);
      assertThat(cards(page).first()).containsText("gate · ");
      assertThat(cards(page).first().getByText("Going on")).isVisible();
      assertThat(page.page().locator("main input[type=text]").first()).hasValue("");
      assertThat(page.field("Stream").locator("option"))
          .hasText(new String[] {"All", "gate", "yard"});

      assertThat(api.send("POST", ApiClient.STREAMS + "/gate/pause", "").isDone()).isTrue();
      assertThat(cards(page).first().getByText("Going on")).isHidden();
      cards(page).first().getByRole(AriaRole.LINK).click();
      assertThat(badge(page, "Going on")).isHidden();
      Locator save =
          page.page()
              .getByRole(
                  AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Save")));
      APIResponse file =
          page.page().request().get(page.address() + save.first().getAttribute("href"));
      assertThat(file.headers().get("content-type")).isEqualTo("video/mp4");
      assertThat(
              page.page()
                  .getByRole(
                      AriaRole.LINK, new Page.GetByRoleOptions().setName("Play the recording")))
          .hasAttribute("href", Pattern.compile("^#/recordings/gate/\\d+$"));
    }
  }

  @Test
  void whoMayOnlyLook_hasNoButtonsThatChangeAnything_alsoOnASmallScreen() {
    BROWSER.expect("index.m3u8");
    Page small =
        BROWSER.page(
            new Browser.NewContextOptions()
                .setColorScheme(ColorScheme.DARK)
                .setViewportSize(360, 740));
    small.route(
        "**/api/v1/about",
        route -> {
          APIResponse answer = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(answer.text().replace("\"admin\"", "\"view\"")));
        });
    Dashboard page =
        Dashboard.open(small, "http://127.0.0.1:" + port + "/", "#/events?label=bus").live();
    assertThat(cards(page)).hasCount(1);
    page.assertAccessible();
    cards(page).getByRole(AriaRole.LINK).click();
    assertThat(page.heading("bus on yard")).isVisible();
    assertThat(small.locator("main button")).hasCount(0);
    page.assertAccessible();
  }

  private static String stream() {
    Path clip =
        new TestClip()
            .size(320, 192)
            .gop(25)
            .coded("libopenh264", "yuv420p")
            .painted((n, x, y) -> 0xA0A0A0)
            .write(folder.resolve("clip.mp4"), 100);
    return """
    {"id": "gate", "source": "%s", "realtime": true, "loop": true,
     "recording": {"mode": "events", "segment": "2s", "pre-roll": "1s", "post-roll": "1s"}}
    """
        .formatted(clip);
  }
}
