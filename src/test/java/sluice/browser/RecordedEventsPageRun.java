package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sluice.app.recording.RecordedPeople;
import sluice.testing.TestBrowser;

/**
 * The six people of a real video, found by a real model, as their events are used in a browser:
 * they are searched for, their video is played and sought in, exported, saved and deleted, after
 * which nothing is left on the disk. Takes two to four minutes; needs Chromium and {@code ffprobe}.
 * Fails with what doesn't hold.
 *
 * <pre>{@code
 * java --enable-native-access=ALL-UNNAMED \
 *     -cp "target/classes:target/test-classes:$(cat target/classpath.txt)" \
 *     sluice.browser.RecordedEventsPageRun FOLDER [SPEED]
 * }</pre>
 */
public final class RecordedEventsPageRun {
  private static final int PEOPLE = 6;

  /** The video ends so long after its last person at least. */
  private static final Duration SURE = Duration.ofMillis(500);

  private static final int PATIENCE_MILLIS = 30_000;

  /** A recording begins with the key frame before what is asked for, and pictures are this long. */
  private static final double TOLERANCE_SECONDS = 0.2;

  /** The machine's browser is taken; none is downloaded. */
  private static final Playwright.CreateOptions HERE =
      new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));

  private final RecordedPeople people;
  private final Dashboard page;
  private final RecordedVideo video;

  private RecordedEventsPageRun(RecordedPeople people, Page page) {
    this.people = people;
    this.page = Dashboard.open(page, people.address(), "#/events").live();
    this.video = new RecordedVideo(this.page);
  }

  /** Runs it; what it found on standard output. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "recorded-events");
    Files.createDirectories(TestBrowser.FOLDER);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    Path recordings;
    try (RecordedPeople people =
        new RecordedPeople(folder, args.length > 1 ? Integer.parseInt(args[1]) : 1)) {
      recordings = people.recordings();
      people.awaitEnd();
      List<JsonNode> events = people.crossed();
      assertThat(events).hasSize(PEOPLE);
      for (JsonNode event : events) {
        people.holdsItsPerson(event, SURE);
      }
      try (Playwright driver = Playwright.create(HERE);
          Browser browser = driver.chromium().launch(options())) {
        Page page = browser.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        List<String> faults = new ArrayList<>();
        page.onPageError(faults::add);
        try {
          new RecordedEventsPageRun(people, page).use(events);
        } finally {
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(true)
                  .setPath(TestBrowser.FOLDER.resolve("recorded-events-page.png")));
        }
        assertThat(faults).isEmpty();
      }
      await().atMost(RecordedPeople.PATIENCE).until(people::files, List::isEmpty);
    }
    assertThat(rows(recordings)).isZero();
    say(PEOPLE + " events found, played, exported, saved and deleted; nothing is left");
  }

  private static BrowserType.LaunchOptions options() {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(TestBrowser.program().orElseThrow())
        .setHeadless(true)
        .setChromiumSandbox(false)
        .setArgs(List.of("--disable-dev-shm-usage"));
  }

  /** All that is done with the events; the newest first. */
  private void use(List<JsonNode> events) throws Exception {
    search();
    assertThat(cards()).hasCount(PEOPLE);
    for (JsonNode event : events) {
      assertThat(card(event)).containsText("line door");
    }
    page.take("events-found");
    for (JsonNode event : events) {
      card(event).getByRole(AriaRole.LINK).click();
      assertThat(page.heading("person on gate")).isVisible();
      play(event);
      page.go("#/events/" + RecordedPeople.id(event));
      export(event);
      delete(event);
    }
    assertThat(page.page().locator("main")).containsText("No event has all of that");
    for (JsonNode event : events) {
      assertThat(people.files()).noneMatch(file -> file.contains(RecordedPeople.id(event)));
    }
    page.button("Show all events").click();
    assertThat(page.page().locator("main [role=status]")).hasText(Pattern.compile("\\d+ events?|"));
    while (cards().count() > 0) { // those of people who were seen but didn't cross the line
      int before = cards().count();
      cards().first().getByRole(AriaRole.LINK).click();
      confirmDeletion();
      assertThat(cards()).hasCount(before - 1);
    }
  }

  private void search() {
    page.field("Stream").selectOption("gate");
    page.field("Label").fill("person");
    page.field("Line").fill("door");
    page.field("Score, % at least").fill("30");
    page.field("Score, % at least").press("Enter");
    assertThat(page.page())
        .hasURL(Pattern.compile("#/events\\?stream=gate&label=person&line=door&min-score=0.3$"));
  }

  private Locator cards() {
    return page.page().locator("main [data-event]");
  }

  private Locator card(JsonNode event) {
    return page.page().locator("main [data-event='" + RecordedPeople.id(event) + "']");
  }

  private static Instant moment(JsonNode event, String member) {
    return Instant.parse(event.get(member).asText());
  }

  /** Plays from the pre-roll on, and seeks: the person is in the middle and not yet before. */
  private void play(JsonNode event) {
    Instant start = moment(event, "started_at");
    Instant end = moment(event, "ended_at");
    Instant middle = start.plus(Duration.between(start, end).dividedBy(2));
    page.page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Play the recording"))
        .click();
    int before = video.picture(start.minus(RecordedPeople.ROLL));
    page.button("Play").click();
    video.awaitPlayed(start.minus(RecordedPeople.ROLL).plusSeconds(1));
    page.button("Pause").click();
    page.go(RecordedVideo.at("gate", middle));
    int while_ = video.picture(middle);
    assertThat(page.page().locator(".boxes")).not().hasAttribute("data-boxes", "0");
    Instant after = end.plus(SURE).minusMillis(50); // 400 ms beside a place its box is drawn
    page.go(RecordedVideo.at("gate", after));
    int gone = video.picture(after);
    assertThat(List.of(before, while_, gone)).doesNotHaveDuplicates();
    assertThat(page.page().locator(".boxes")).hasAttribute("data-boxes", "0");
  }

  /** Exports, saves and reads what is saved; then the export is removed. */
  private void export(JsonNode event) throws Exception {
    page.button("Export").click();
    Locator done = page.page().locator(".exports [data-state=done]");
    assertThat(done).hasCount(1);
    Path file = video.save(done.getByRole(AriaRole.LINK));
    double wanted =
        Duration.between(moment(event, "started_at"), moment(event, "ended_at"))
                .plus(RecordedPeople.ROLL)
                .plus(SURE)
                .toMillis()
            / 1e3;
    double seconds = RecordedVideo.secondsOf(file);
    assertThat(seconds).isGreaterThan(wanted - TOLERANCE_SECONDS);
    say("%s: %.1f s of %.1f s".formatted(RecordedPeople.id(event), seconds, wanted));
    page.take("event-exported");
    done.getByRole(AriaRole.BUTTON).click();
    confirm("Remove");
    assertThat(done).hasCount(0);
    assertThat(people.files()).noneMatch(each -> each.startsWith(".exports"));
  }

  private void delete(JsonNode event) throws Exception {
    assertThat(people.files()).anyMatch(file -> file.contains(RecordedPeople.id(event)));
    confirmDeletion();
    assertThat(card(event)).hasCount(0);
  }

  private void confirmDeletion() {
    page.button("Delete").click();
    confirm("Delete");
    assertThat(page.heading("Events")).isVisible();
  }

  private void confirm(String words) {
    page.page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words))
        .click();
  }

  /** Rows of an index that are of files or events, not of runs; the service has ended. */
  private static long rows(Path recordings) throws SQLException {
    long rows = 0;
    try (Connection index =
            DriverManager.getConnection("jdbc:sqlite:" + recordings.resolve("index.db"));
        Statement ask = index.createStatement()) {
      for (String table :
          List.of("segment", "garbage", "total", "slot", "event", "event_part", "motion")) {
        try (ResultSet count = ask.executeQuery("SELECT count(*) FROM " + table)) {
          count.next();
          rows += count.getLong(1);
        }
      }
    }
    return rows;
  }

  @SuppressWarnings("SystemOut") // its purpose
  private static void say(String text) {
    System.out.println(text);
  }
}
