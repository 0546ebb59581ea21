package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.TokenHash;
import sluice.recording.RecordedClips;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;

/**
 * The pages of recordings: of two runs of a clip with a gap between them, with an event in the
 * first, and of one that is exported and deleted.
 */
@Timeout(120)
class RecordingPageIT {
  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  private static final Instant FIRST =
      Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
  private static final Instant SECOND = FIRST.plusSeconds(60);

  private static final Instant THIRD = FIRST.plusSeconds(180);
  private static final Pattern ANY = Pattern.compile(".*");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final String ADMIN = "marked-admin-0123456789";
  private static final String GUARD = "marked-guard-0123456789-0123456789";

  @TempDir static Path folder;
  private static ServiceChild service;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    DashboardService.draw(folder);
    RecordedClips.record(folder.resolve("data"), "yard", List.of(FIRST, SECOND));
    RecordedClips.record(folder.resolve("data"), "lot", List.of(THIRD));
    service =
        DashboardService.start(
            folder,
            "port = 0, token = ${SLUICE_TOKEN}, tokens.guard { hash = \"%s\", right = view }"
                .formatted(TokenHash.of(GUARD)),
            "  recording.min-free = 1MiB\n",
            Map.of("SLUICE_TOKEN", ADMIN));
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

  /** A window of somebody who has a token. */
  private static Browser.NewContextOptions as(String token) {
    return new Browser.NewContextOptions()
        .setViewportSize(1280, 800)
        .setHttpCredentials("anybody", token);
  }

  private static String at(Instant moment) {
    return RecordedVideo.at("yard", moment);
  }

  private static void assumeH264(Page page) {
    assumeTrue(
        (boolean)
            page.evaluate("() => MediaSource.isTypeSupported('video/mp4; codecs=\"avc1.42E01E\"')"),
        "the browser doesn't play H.264");
  }

  @Test
  void recording_isFound_shown_soughtAndPlayedOverAGap() {
    Dashboard page = open(BROWSER.page(as(ADMIN)), "");
    assumeH264(page.page());
    page.link("Recordings").click();
    page.page().locator("main table a").getByText("yard").click();
    assertThat(page.heading("yard")).isVisible();
    Locator timeline = page.page().locator("canvas.timeline");
    assertThat(timeline).hasAttribute("data-spans", "2");
    assertThat(timeline).hasAttribute("data-events", "1");
    assertThat(timeline).hasAttribute("aria-valuetext", Pattern.compile(".*, recorded"));
    page.assertAccessible();

    RecordedVideo video = new RecordedVideo(page);
    page.go(at(FIRST.plusMillis(1_020)));
    int one = video.picture(FIRST.plusMillis(1_020));
    page.go(at(FIRST.plusMillis(3_020)));
    int other = video.picture(FIRST.plusMillis(3_020));
    assertThat(other).isNotEqualTo(one);
    assertThat(page.page().locator(".boxes")).hasAttribute("data-boxes", "1");
    page.button("One picture back").click();
    assertThat(video.picture(FIRST.plusMillis(2_998))).isNotEqualTo(other);

    page.go(at(FIRST.plusSeconds(5)));
    video.picture(FIRST.plusSeconds(5));
    page.button("Play").click();
    assertThat(page.page().locator(".stage-note")).containsText("Nothing is recorded from");
    video.awaitPlayed(SECOND.plusMillis(500));
    page.button("Pause").click();
    assertThat(page.button("Play")).isVisible();
    page.take("recording");
  }

  @Test
  void timeline_isZoomed_moved_andClicked_inTheZoneThatIsChosen() {
    Dashboard page =
        open(BROWSER.page(as(ADMIN).setTimezoneId("Europe/Berlin")), at(FIRST.plusSeconds(1)));
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
  void spanIsExported_saved_andDeleted_afterAQuestion() throws Exception {
    BROWSER.expect("404"); // nothing is left of the stream, which doesn't run
    Dashboard page = open(BROWSER.page(as(ADMIN)), RecordedVideo.at("lot", THIRD.plusSeconds(1)));
    page.button("Begins here").click();
    assertThat(page.button("What is seen")).isVisible();
    page.field("Go to").fill(DATE.format(THIRD.plusSeconds(4)));
    page.button("Go").click();
    new RecordedVideo(page).picture(THIRD.plusSeconds(4));
    page.button("Ends here").click();
    page.button("Export").click();
    Locator done = page.page().locator(".exports [data-state=done]");
    assertThat(done).containsText("kept until");
    page.assertAccessible();
    page.take("export");
    Locator link = done.getByRole(AriaRole.LINK);
    String number = link.getAttribute("href").replaceFirst(".*/(\\d+)/1\\.mp4$", "$1");
    Path exported = folder.resolve("data/recordings/.exports").resolve(number);
    assertThat(exported).isDirectory();
    assertThat(RecordedVideo.secondsOf(new RecordedVideo(page).save(link))).isBetween(3.0, 4.2);
    assertThat(done).containsText(CLOCK.format(THIRD.plusSeconds(1)) + " to ");

    page.button("Delete").click();
    assertThat(page.page().locator("dialog")).containsText("Exports stay");
    confirm(page, "Delete");
    assertThat(page.page().locator("#notices")).containsText(Pattern.compile("files?, .* deleted"));
    assertThat(page.page().locator("canvas.timeline")).hasAttribute("data-events", "0");
    page.button("What is seen").click();
    page.button("Delete").click();
    confirm(page, "Delete");
    assertThat(page.page().locator(".alert:visible")).containsText("Nothing is recorded of lot");
    assertThat(page.page().locator("video")).not().hasAttribute("src", ANY);
    assertThat(done).hasCount(1);
    done.getByRole(AriaRole.BUTTON).click();
    confirm(page, "Remove");
    assertThat(done).hasCount(0);
    assertThat(exported).doesNotExist();
  }

  private static void confirm(Dashboard page, String words) {
    page.page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words))
        .click();
  }

  @Test
  void eventIsExported_asAFile_ofAllOfItsVideo() throws Exception {
    Dashboard page = open(BROWSER.page(as(ADMIN)), "#/events?stream=yard");
    page.page().locator("main [data-event]").getByRole(AriaRole.LINK).click();
    page.button("Export").click();
    Locator done = page.page().locator(".exports [data-state=done]");
    assertThat(done).hasCount(1);
    Path file = new RecordedVideo(page).save(done.getByRole(AriaRole.LINK));
    assertThat(RecordedVideo.secondsOf(file)).isBetween(2.0, 4.2);
    page.assertAccessible();
  }

  @Test
  void whoMayOnlyLook_getsRecordings_butNoButtonsThatChangeThem() {
    Page page = BROWSER.page(as(GUARD));
    Dashboard recording = open(page, at(FIRST.plusSeconds(1)));
    assertThat(page.locator("canvas.timeline")).hasAttribute("data-spans", "2");
    assertThat(recording.button("Export")).isHidden();
    assertThat(recording.button("Delete")).isHidden();
    recording.go("#/events?stream=yard");
    page.locator("main [data-event]").getByRole(AriaRole.LINK).click();
    assertThat(page.getByText("Play the recording")).isVisible();
    assertThat(page.locator("main button:visible")).hasCount(0);
  }

  @Test
  void zoneOfDates_isChosenForAllPagesOfRecordings() {
    Page page = BROWSER.page(as(ADMIN).setTimezoneId("Pacific/Chatham"));
    Dashboard events = open(page, "#/events?stream=yard");
    Locator about = page.locator("main [data-event] .event-about");
    assertThat(about).containsText(clock("Pacific/Chatham"));
    page.getByLabel("Time zone").selectOption(new SelectOption().setIndex(1));
    assertThat(about).containsText(clock(ZoneId.systemDefault().getId()));
    page.reload();
    assertThat(about).containsText(clock(ZoneId.systemDefault().getId()));
    events.go(at(FIRST.plusSeconds(2)));
    assertThat(page.locator("[data-at]")).containsText(clock(ZoneId.systemDefault().getId()));
  }

  /** The time of day of the event's begin. */
  private static String clock(String zone) {
    return DateTimeFormatter.ofPattern("HH:mm:ss")
        .withZone(ZoneId.of(zone))
        .format(FIRST.plusSeconds(2));
  }

  @Test
  void codecThatTheBrowserDoesNotPlay_isSaid_andTheFileCanBeSaved() {
    Page page = BROWSER.page(as(ADMIN));
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
    Page page = BROWSER.page(as(ADMIN));
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
