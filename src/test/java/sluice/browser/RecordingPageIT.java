package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.recording.RecordedClips;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;

/**
 * The page of recordings: two runs of a clip with a gap between them, and an event in the first.
 */
@Timeout(120)
class RecordingPageIT {
  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  private static final Instant FIRST =
      Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
  private static final Instant SECOND = FIRST.plusSeconds(60);

  /** The sum of the pixels of the picture that is shown. */
  private static final String PICTURE =
      "video => { const c = document.createElement('canvas'); c.width = 160; c.height = 96; const p"
          + " = c.getContext('2d'); p.drawImage(video, 0, 0, 160, 96); const d = p.getImageData(0,"
          + " 0, 160, 96).data; let s = 0; for (let i = 0; i < d.length; i++) { s = (s * 31 + d[i])"
          + " % 1000000007; } return s; }";

  @TempDir static Path folder;
  private static ServiceChild service;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    DashboardService.draw(folder);
    RecordedClips.record(folder.resolve("data"), "yard", List.of(FIRST, SECOND));
    service = DashboardService.start(folder, "port = 0", "  recording.min-free = 1MiB\n");
  }

  @AfterAll
  static void end() throws IOException {
    if (service != null) {
      service.close();
    }
  }

  private static Dashboard open(Page page, String hash) {
    return Dashboard.open(page, DashboardService.address(service), hash).live();
  }

  private static String at(Instant moment) {
    return "#/recordings/yard/" + moment.toEpochMilli();
  }

  private static Locator video(Dashboard page) {
    return page.page().locator("video");
  }

  /** Waits until the picture of a moment is shown; its pixels. */
  private static int picture(Dashboard page, Instant moment) {
    page.page()
        .waitForFunction(
            "ms => { const v = document.querySelector('video'); return v !== null && v.readyState"
                + " >= 2 && !v.seeking && Math.abs(Number(document.querySelector('[data-at]')"
                + ".dataset.at) - ms) < 100; }",
            (double) moment.toEpochMilli());
    return ((Number) video(page).evaluate(PICTURE)).intValue();
  }

  private static void assumeH264(Page page) {
    assumeTrue(
        (boolean)
            page.evaluate("() => MediaSource.isTypeSupported('video/mp4; codecs=\"avc1.42E01E\"')"),
        "the browser doesn't play H.264");
  }

  @Test
  void recording_isFound_shown_soughtAndPlayedOverAGap() {
    Dashboard page = open(BROWSER.page(), "");
    assumeH264(page.page());
    page.link("Recordings").click();
    page.page().locator("main table a").click();
    assertThat(page.heading("yard")).isVisible();
    Locator timeline = page.page().locator("canvas.timeline");
    assertThat(timeline).hasAttribute("data-spans", "2");
    assertThat(timeline).hasAttribute("data-events", "1");
    assertThat(timeline).hasAttribute("aria-valuetext", Pattern.compile(".*, recorded"));
    page.assertAccessible();

    page.go(at(FIRST.plusMillis(1_020)));
    int one = picture(page, FIRST.plusMillis(1_020));
    page.go(at(FIRST.plusMillis(3_020)));
    int other = picture(page, FIRST.plusMillis(3_020));
    assertThat(other).isNotEqualTo(one);
    assertThat(page.page().locator(".boxes")).hasAttribute("data-boxes", "1");
    page.button("One picture back").click();
    assertThat(picture(page, FIRST.plusMillis(2_998))).isNotEqualTo(other);

    page.go(at(FIRST.plusSeconds(5)));
    picture(page, FIRST.plusSeconds(5));
    page.button("Play").click();
    assertThat(page.page().locator(".stage-note")).containsText("Nothing is recorded from");
    page.page()
        .waitForFunction(
            "ms => Number(document.querySelector('[data-at]').dataset.at) > ms",
            (double) SECOND.plusMillis(500).toEpochMilli());
    page.button("Pause").click();
    assertThat(page.button("Play")).isVisible();
    page.take("recording");
  }

  @Test
  void timeline_isZoomed_moved_andClicked_inTheZoneThatIsChosen() {
    Dashboard page =
        open(
            BROWSER.page(new Browser.NewContextOptions().setTimezoneId("Europe/Berlin")),
            at(FIRST.plusSeconds(1)));
    Locator timeline = page.page().locator("canvas.timeline");
    assertThat(timeline).hasAttribute("data-spans", "2");
    page.button("1 h").click();
    timeline.focus();
    String before = timeline.getAttribute("aria-valuemax");
    page.page().keyboard().press("+");
    assertThat(timeline).not().hasAttribute("aria-valuemax", before);
    long from = Long.parseLong(timeline.getAttribute("aria-valuemin"));
    long to = Long.parseLong(timeline.getAttribute("aria-valuemax"));
    double width = timeline.boundingBox().width;
    double x = (SECOND.getEpochSecond() + 3 - from) * width / (to - from);
    timeline.click(new Locator.ClickOptions().setPosition(x, 90));
    page.page()
        .waitForFunction(
            "ms => Math.abs(Number(document.querySelector('[data-at]').dataset.at) - ms) < 3000",
            (double) SECOND.plusSeconds(3).toEpochMilli());
    assertThat(page.page().locator("main .title select")).containsText("Europe/Berlin (browser");
    assertThat(page.page().locator("[data-at]"))
        .containsText(
            DateTimeFormatter.ofPattern("HH:mm")
                .withZone(ZoneId.of("Europe/Berlin"))
                .format(SECOND));
  }

  @Test
  void codecThatTheBrowserDoesNotPlay_isSaid_andTheFileCanBeSaved() {
    Page page = BROWSER.page();
    page.addInitScript("MediaSource.isTypeSupported = () => false;");
    Dashboard recording = open(page, at(FIRST.plusSeconds(1)));
    assertThat(page.locator(".stage-note")).containsText("This browser can't play H.264");
    assertThat(page.getByText("Save this file"))
        .hasAttribute(
            "href", Pattern.compile("api/v1/recordings/yard/segments/\\d+\\.mp4\\?whole=true"));
    recording.assertAccessible();
  }

  @Test
  void withoutAStore_nothingLeadsToRecordings() {
    Page page = BROWSER.page();
    page.route(
        "**/api/v1/about",
        route -> {
          APIResponse answer = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(answer.text().replace("\"recordings\":true", "\"recordings\":false")));
        });
    Dashboard dashboard = open(page, "#/recordings/yard");
    assertThat(dashboard.heading("Nothing here")).isVisible();
    assertThat(dashboard.link("Recordings")).isHidden();
  }
}
