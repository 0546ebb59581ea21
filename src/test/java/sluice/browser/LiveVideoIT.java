package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ApiClient;
import sluice.testing.LiveSocket;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;
import sluice.video.Camera;

/** Live video on the page of a stream, and pictures where there is none. */
@Timeout(120)
class LiveVideoIT {
  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  /** How far playback has come. */
  private static final String TIME = "() => document.querySelector('[data-video]').currentTime";

  /** Whether something is drawn over it. */
  private static final String BOXES =
      "() => { const c = document.querySelector('.boxes'); return c.width > 0 &&"
          + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0); }";

  private static final Pattern SKIPPED =
      Pattern.compile("sluice_live_video_skipped_groups_total\\{cause=\"slow\"} [1-9]");

  /** The page would have given way to pictures. */
  private static final double MOST_BEHIND_SECONDS = 1.5;

  private static final Pattern VIDEO = Pattern.compile("video");
  private static final Pattern PICTURES = Pattern.compile("pictures");

  @TempDir static Path folder;
  private static Camera camera;
  private static ServiceChild service;

  @BeforeAll
  static void start() throws IOException {
    DashboardService.draw(folder);
    camera = new Camera(320, 192);
    service =
        DashboardService.start(
            folder,
            "port = 0",
            DashboardService.stream(folder, "lobby")
                + "  streams.gate.source = \""
                + camera.url("viewer:s3cret@")
                + "\"\n");
  }

  @AfterAll
  static void end() throws IOException {
    if (service != null) {
      service.close();
    }
    if (camera != null) {
      camera.close();
    }
  }

  private static Dashboard open(Page page, String hash) {
    return Dashboard.open(page, DashboardService.address(service), hash).live();
  }

  private static Locator view(Dashboard stream) {
    return stream.page().locator("[data-view]");
  }

  private static void assumeVideoIsPlayed(Page page) {
    page.navigate(DashboardService.address(service));
    assumeTrue(
        (boolean)
            page.evaluate("() => MediaSource.isTypeSupported('video/mp4; codecs=\"avc1.42E01E\"')"),
        "the browser does not play H.264");
  }

  private static double time(Page page) {
    return ((Number) page.evaluate(TIME)).doubleValue();
  }

  @Test
  void videoPlays_withBoxesOverIt_andPicturesAreNotAskedForAnyMore() {
    Page page = BROWSER.page();
    assumeVideoIsPlayed(page);
    Dashboard stream = open(page, "#/streams/gate");

    assertThat(view(stream)).hasAttribute("data-view", VIDEO);
    double before = time(page);
    page.waitForCondition(() -> time(page) > before + 2);
    String number = stream.page().locator("[data-picture]").getAttribute("data-number");
    double later = time(page);
    page.waitForCondition(() -> time(page) > later + 1);
    assertThat(page.locator("[data-picture]")).hasAttribute("data-number", number);
    assertThat(view(stream)).hasAttribute("data-view", VIDEO);
    page.waitForCondition(() -> (boolean) page.evaluate(BOXES));
    assertThat(Double.parseDouble(page.locator("[data-video]").getAttribute("data-behind")))
        .isLessThan(MOST_BEHIND_SECONDS);
    stream.assertAccessible();
  }

  @Test
  void whoChoosesPictures_getsThem_alsoTheNextTime() {
    Page page = BROWSER.page();
    assumeVideoIsPlayed(page);
    Dashboard stream = open(page, "#/streams/gate");
    assertThat(view(stream)).hasAttribute("data-view", VIDEO);

    stream.button("Video").click();
    assertThat(view(stream)).hasAttribute("data-view", PICTURES);
    stream.awaitPictures(page.locator("main"));
    page.reload();
    stream.live().awaitPictures(page.locator("main"));
    assertThat(view(stream)).hasAttribute("data-view", PICTURES);
    assertThat(page.locator("[data-video]")).hasCount(0);

    stream.button("Video").click();
    assertThat(view(stream)).hasAttribute("data-view", VIDEO);
  }

  @Test
  void aSourceOfAnotherCodec_isShownAsPictures_withTheReason() {
    Dashboard stream = open(BROWSER.page(), "#/streams/lobby");

    stream.awaitPictures(stream.page().locator("main"));
    assertThat(stream.page().locator("main")).containsText("Pictures instead: its video is ffv1");
    assertThat(view(stream)).hasAttribute("data-view", PICTURES);
  }

  @Test
  void aBrowserThatCantPlayIt_showsPictures() {
    Page page = BROWSER.page();
    page.addInitScript("MediaSource.isTypeSupported = () => false;");
    Dashboard stream = open(page, "#/streams/gate");

    assertThat(page.locator("main"))
        .containsText(Pattern.compile("Pictures instead: this browser does not play avc1"));
    stream.awaitPictures(page.locator("main"));
  }

  @Test
  void aBrowserWithoutMediaSources_showsPictures() {
    Page page = BROWSER.page();
    page.addInitScript("delete window.MediaSource;");
    Dashboard stream = open(page, "#/streams/gate");

    assertThat(page.locator("main"))
        .containsText("Pictures instead: this browser has no Media Source Extensions");
    stream.awaitPictures(page.locator("main"));
  }

  @Test
  void videoThatStops_givesWayToPictures() throws IOException {
    Page page = BROWSER.page();
    assumeVideoIsPlayed(page);
    Dashboard stream = open(page, "#/streams/gate");
    assertThat(view(stream)).hasAttribute("data-view", VIDEO);
    try {
      camera.fallSilent();
      assertThat(page.locator("main")).containsText("Pictures instead: no video has come for");
      assertThat(view(stream)).hasAttribute("data-view", PICTURES);
    } finally {
      camera.recover();
    }
    stream.awaitPictures(page.locator("main"));
  }

  @Test
  void videoOfAnotherSize_goesOn() {
    Page page = BROWSER.page();
    assumeVideoIsPlayed(page);
    Dashboard stream = open(page, "#/streams/gate");
    assertThat(view(stream)).hasAttribute("data-view", VIDEO);
    page.waitForCondition(() -> width(page) == 320);
    try {
      camera.resize(160, 96);
      page.waitForCondition(() -> width(page) == 160);
    } finally {
      camera.resize(320, 192);
    }
    page.waitForCondition(() -> width(page) == 320);
    assertThat(view(stream)).hasAttribute("data-view", VIDEO);
  }

  private static String metrics(ApiClient api) {
    return api.get("/metrics").body();
  }

  private static int width(Page page) {
    return ((Number) page.evaluate("() => document.querySelector('[data-video]')?.videoWidth ?? 0"))
        .intValue();
  }

  @Test
  void aClientThatDoesNotAcknowledge_skipsToAKeyFrame_andIsCounted() throws Exception {
    BlockingQueue<JsonNode> headers = new LinkedBlockingQueue<>();
    try (ApiClient api = new ApiClient(service.port());
        HttpClient client = HttpClient.newHttpClient();
        LiveSocket socket =
            LiveSocket.open(
                client,
                URI.create("ws://127.0.0.1:" + service.port() + "/api/v1/live"),
                piece -> headers.add(piece.header()))) {
      socket.hello(api.send("POST", "/api/v1/live/tickets", "{}").json().get("ticket").asText());
      assertThat(socket.text().path("type").asText()).isEqualTo("welcome");
      socket.say("{\"type\":\"watch\",\"pictures\":{},\"videos\":[\"gate\"]}");
      assertThat(headers.take().path("codecs").asText()).startsWith("avc1.");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> SKIPPED.matcher(metrics(api)).find());

      List<JsonNode> sent = new ArrayList<>();
      headers.drainTo(sent);
      long last = sent.getLast().path("number").asLong();
      socket.taken("gate", last);
      JsonNode next = headers.take();
      assertThat(next.path("key").asBoolean()).isTrue();
      assertThat(next.path("number").asLong()).isGreaterThan(last + 1);
    }
  }
}
