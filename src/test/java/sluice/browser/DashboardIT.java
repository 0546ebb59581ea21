package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.SettingSamples;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;
import sluice.video.Camera;

/** The dashboard of a service that runs: what it shows, and what can be done there. */
@Timeout(120)
class DashboardIT {
  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  private static final Locator.GetByTextOptions EXACT =
      new Locator.GetByTextOptions().setExact(true);

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
                + DashboardService.stream(folder, "yard")
                + "  streams.gate.source = \""
                + camera.url("viewer:s3cret@")
                + "\"\n  streams.gate.recording.mode = continuous\n");
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

  private static Dashboard open(String hash) {
    return Dashboard.open(BROWSER.page(), DashboardService.address(service), hash).live();
  }

  @Test
  void wall_showsChangingPictures_andFigures() {
    Dashboard wall = open("");

    for (String stream : List.of("lobby", "yard", "gate")) {
      wall.awaitPictures(wall.card(stream));
      assertThat(wall.card(stream)).hasAttribute("data-state", "running");
      assertThat(wall.card(stream)).containsText(Pattern.compile("[1-9][\\d.]* of [\\d.]+ fps"));
    }
    assertThat(wall.page()).hasTitle("Streams · Sluice");
    Locator link =
        wall.page()
            .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("lobby").setExact(true));
    link.click();
    assertThat(wall.heading("lobby")).isVisible();
    assertThat(wall.page()).hasTitle("lobby · Sluice");
  }

  @Test
  void streamPage_showsPictures_charts_transitionsAndDetections() {
    Dashboard stream = open("#/streams/yard");

    stream.awaitPictures(stream.page().locator("main"));
    assertThat(stream.page().locator("[data-detection]").first()).isVisible();
    assertThat(stream.page().locator("main canvas[aria-label*='of the last hour']")).hasCount(3);
    Locator transitions =
        stream
            .page()
            .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Transitions"));
    assertThat(transitions).containsText("Running");
    assertThat(transitions).containsText("frames flow");
  }

  @Test
  void recordings_areMarked_withTheReasonWhereTheyAreInterrupted() {
    Dashboard wall = open("");
    assertThat(wall.card("gate").getByText("Recording", EXACT)).isVisible();
    assertThat(wall.card("lobby").getByText("Recording", EXACT)).isHidden();
    wall.page()
        .route(
            "**/api/v1/streams",
            route -> {
              APIResponse answer = route.fetch();
              route.fulfill(
                  new Route.FulfillOptions()
                      .setResponse(answer)
                      .setBody(
                          answer
                              .text()
                              .replace(
                                  "{\"state\":\"recording\"",
                                  "{\"state\":\"interrupted\",\"reason\":\"the disk is gone\"")));
            });
    assertThat(wall.card("gate")).containsText("Not recording");
    assertThat(wall.card("gate")).containsText("Recording is interrupted: the disk is gone");
    assertThat(wall.card("gate")).hasAttribute("data-severity", "1");
    wall.go("#/streams/gate");
    assertThat(wall.page().locator("main .title").getByText("Not recording")).isVisible();
    assertThat(wall.page().locator("main .alert")).containsText("the disk is gone");
    assertThat(wall.page().locator("main")).containsText(Pattern.compile("Recorded.*interrupted"));
    wall.page().unroute("**/api/v1/streams");
    assertThat(wall.page().locator("main .title").getByText("Recording", EXACT)).isVisible();
  }

  @Test
  void aStream_isAddedAfterALookAtItsSource_runs_isEdited_andRemoved() {
    Dashboard form = open("");
    form.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Add stream")).click();
    form.field("Id").fill("dock");
    form.field("Source").fill(camera.url("viewer:s3cret@"));
    form.button("Look at the source").click();
    assertThat(form.page().locator("img[data-probe]")).isVisible();
    assertThat(form.page().locator("main")).containsText("320 × 192");
    assertThat(form.page().locator("main")).containsText("h264");
    form.field("Detect fps").fill("5");
    form.button("Save").click();
    assertThat(form.heading("dock")).isVisible();
    form.awaitView();
    assertThat(form.page().locator("main")).not().containsText("s3cret");

    form.button("Edit").click();
    assertThat(form.field("Detect fps")).hasValue("5");
    form.field("Detect fps").fill("8");
    form.button("Save").click();
    assertThat(form.heading("dock")).isVisible();
    form.awaitPictures(form.page().locator("main"));

    form.button("Remove").click();
    assertThat(form.page().locator("dialog")).isVisible();
    form.page().keyboard().press("Escape");
    assertThat(form.page().locator("dialog")).hasCount(0);
    assertThat(form.button("Remove")).isFocused();
    form.button("Remove").click();
    form.page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove"))
        .click();
    assertThat(form.heading("Streams")).isVisible();
    assertThat(form.card("dock")).hasCount(0);
    assertThat(form.card("lobby")).hasCount(1);
  }

  @Test
  void streamThatTakesAnyCertificate_isMarked() {
    Dashboard form = open("#/add");
    form.field("Id").fill("trusting");
    form.field("Source").fill("rtsps://127.0.0.1:1/x");
    form.field("TLS").selectOption("insecure");
    form.button("Save").click();

    assertThat(form.heading("trusting")).isVisible();
    assertThat(form.page().locator("main .title").getByText("Not verified")).isVisible();
    assertThat(form.page().locator("main")).containsText("not checked (tls = insecure)");
    Dashboard wall = open("");
    assertThat(wall.card("trusting").getByText("Not verified")).isVisible();
    assertThat(wall.card("lobby").getByText("Not verified")).isHidden();

    Dashboard edit = open("#/streams/trusting/edit");
    edit.field("TLS").selectOption("verify");
    edit.button("Save").click();
    assertThat(edit.heading("trusting")).isVisible();
    assertThat(edit.page().locator("main .title").getByText("Not verified")).isHidden();
    edit.button("Remove").click();
    edit.page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove"))
        .click();
    assertThat(edit.heading("Streams")).isVisible();
  }

  @Test
  void aFile_isOfferedLoopAndRealtime_andIsAddedWithThem() {
    Dashboard form = open("#/add");
    Locator advice = form.page().locator("[data-advice='source']");
    assertThat(form.field("Id")).isVisible();
    assertThat(advice).isHidden();
    form.field("Id").fill("played");
    form.field("Source").fill(DashboardService.clip(folder).toString());
    assertThat(advice).containsText("Loop starts it again");
    Locator source =
        form.page().locator("section", new Page.LocatorOptions().setHas(form.field("Source")));
    for (String choice : List.of("Loop", "Realtime")) {
      source.getByLabel(choice, new Locator.GetByLabelOptions().setExact(true)).check();
    }
    form.button("Save").click();
    assertThat(form.heading("played")).isVisible();
    form.awaitPictures(form.page().locator("main"));
    assertThat(form.page().locator("main")).containsText("added by the API");

    form.button("Edit").click();
    assertThat(form.field("Loop")).isChecked();
    assertThat(form.field("Realtime")).isChecked();
    form.field("Source").fill("rtsp://camera/1");
    assertThat(advice).isHidden();
  }

  @Test
  void labelsWithoutNames_areExplained_onThePages_andInTheForm() {
    Dashboard page = open("#/streams/yard");
    assertThat(page.page().locator("main")).containsText("Set models.tiny.labels");
    page.go("#/models");
    assertThat(page.page().locator("main")).containsText("Set models.tiny.labels");
    page.go("#/add");
    Locator advice = page.page().locator("[data-advice='labels']");
    assertThat(advice).containsText("Set models.tiny.labels");
  }

  @Test
  void unreadableSource_isExplained_beforeSaving() {
    Dashboard form = open("#/add");
    form.field("Source").fill("rtsp://127.0.0.1:1/nothing");
    form.button("Look at the source").click();

    assertThat(form.page().locator("main")).containsText("It can't be read");
    assertThat(form.page().locator("main")).containsText("refused");
  }

  @Test
  void everySettingOfAStream_hasAFieldInTheForm() {
    Dashboard form = open("#/add");
    assertThat(form.field("Id")).isVisible();

    Set<String> settings = SettingSamples.streamKeys();
    Locator fields = form.page().locator("form [data-problem]");
    assertThat(fields.all().stream().map(each -> each.getAttribute("data-problem")))
        .containsExactlyInAnyOrderElementsOf(settings);
  }

  @Test
  void invalidForm_showsMessagesAtItsFields() {
    BROWSER.expect("422");
    BROWSER.expect("409");
    Dashboard form = open("#/add");
    form.button("Save").click();
    assertThat(form.problem("id")).containsText("missing");
    assertThat(form.problem("source")).containsText("missing");

    form.field("Id").fill("a b");
    form.field("Source").fill("demo:");
    form.field("Threshold").fill("7");
    form.field("Detect fps").fill("often");
    form.button("Save").click();
    for (String key : List.of("id", "threshold", "detect-fps")) {
      assertThat(form.problem(key)).containsText("expected");
    }
    Locator threshold = form.field("Threshold");
    assertThat(threshold).hasAttribute("aria-invalid", "true");
    String described = threshold.getAttribute("aria-describedby");
    assertThat(described.split(" ")).contains(form.problem("threshold").getAttribute("id"));
    assertThat(form.field("Id")).isFocused();
    assertThat(form.page().getByRole(AriaRole.ALERT)).containsText("Threshold");

    form.field("Id").fill("lobby");
    form.field("Source").fill("/etc/passwd");
    form.field("Threshold").fill("0.5");
    form.field("Detect fps").fill("");
    form.button("Save").click();
    assertThat(form.problem("source")).containsText("file-roots");

    assertThat(form.page().getByRole(AriaRole.ALERT)).containsText("Source");

    form.field("Source").fill("demo:");
    assertThat(form.problem("source")).isHidden();
    assertThat(form.page().getByRole(AriaRole.ALERT)).isHidden();
    form.button("Save").click();
    assertThat(form.problem("id")).containsText("there is a stream lobby already");
    assertThat(form.problem("threshold")).isHidden();
  }

  @Test
  void lostCamera_isReportedWithCauseWithin15Seconds_andRecovers() throws IOException {
    Dashboard wall = open("");
    wall.awaitPictures(wall.card("gate"));
    camera.kill();
    try {
      assertThat(wall.card("gate"))
          .hasAttribute(
              "data-state",
              Pattern.compile("retrying|starting"),
              new LocatorAssertions.HasAttributeOptions().setTimeout(15_000));
      assertThat(wall.card("gate"))
          .containsText(
              Pattern.compile(
                  "no frame came|ended|refused|broke|can't be opened", Pattern.CASE_INSENSITIVE),
              new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
      assertThat(wall.page().locator("[data-stream]").first()).hasAttribute("data-stream", "gate");
      wall.go("#/streams/gate");
      assertThat(wall.page().locator("main")).containsText("Connection refused");
      assertThat(wall.page().locator("main")).not().containsText("s3cret");
    } finally {
      camera.recover();
    }
    wall.go("#/");
    assertThat(wall.card("gate")).hasAttribute("data-state", "running");
    wall.awaitPictures(wall.card("gate"));
  }

  @Test
  void streamOfConfigFile_isPausable_butNotEditableOrRemovable() {
    Dashboard stream = open("#/streams/lobby");
    for (String forbidden : List.of("Edit", "Remove")) {
      assertThat(stream.button(forbidden)).hasAttribute("aria-disabled", "true");
      assertThat(stream.button(forbidden))
          .hasAccessibleDescription(Pattern.compile("dashboard\\.conf"));
    }
    stream.button("Pause").click();
    assertThat(stream.button("Resume")).isVisible();
    assertThat(stream.page().locator("main")).containsText("paused by the API");
    stream.button("Resume").click();
    assertThat(stream.button("Pause")).isVisible();
    stream.awaitPictures(stream.page().locator("main"));
    stream.button("Restart").click();
    assertThat(stream.page().locator("main")).containsText("restarted by the API");
    stream.awaitPictures(stream.page().locator("main"));
  }

  @Test
  void modelsAndConfiguration_areShown_andTheFileIsReadAgain() {
    Dashboard models = open("#/models");
    Locator table =
        models.page().getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Models"));
    assertThat(table).containsText("tiny");
    assertThat(table).containsText("Ready");
    assertThat(models.page().locator("main")).containsText("CPU");

    models.go("#/config");
    assertThat(models.page().locator("pre")).containsText("file-roots");
    assertThat(models.page().locator("pre")).not().containsText("s3cret");
    models.button("Reload").click();
    assertThat(models.page().locator("main")).containsText("The file is read.");
  }

  @Test
  void serviceOnItsOwn_hasNoPageOfNodes_andIsNotAskedForACluster() {
    Page page = BROWSER.page();
    List<String> asked = new CopyOnWriteArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    Dashboard wall = Dashboard.open(page, DashboardService.address(service), "").live();

    assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Nodes")))
        .isHidden();
    assertThat(wall.card("lobby").locator(".card-node")).isHidden();
    wall.go("#/nodes");
    assertThat(wall.heading("Nothing here")).isVisible();
    assertThat(asked).anyMatch(url -> url.endsWith("/api/v1/about"));
    assertThat(asked).noneMatch(url -> url.contains("cluster"));
  }
}
