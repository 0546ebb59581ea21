package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;

/** Lines and zones drawn on the picture of a stream, and what is shown of objects there. */
@Timeout(120)
class SceneEditorIT {
  private static final String API_STREAM =
      """
      {"id": "%s", "source": "demo:people=3,seed=2,seconds=4", "loop": true, "realtime": true}
      """;

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir static Path folder;
  private static ServiceChild service;

  @BeforeAll
  static void start() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("sluice.conf"),
            """
            sluice {
              data-dir = "%s/data"
              http.port = 0
              security.hosts = [127.0.0.1]
              models.people.model = person-detection-hog
              defaults { model = people, detect-fps = 5, delivery = latest }
              streams.gate {
                source = "demo:people=4,seed=11,seconds=8", loop = true, realtime = true
                lines.middle { from = [0.5, 1], to = [0.5, 0], in-name = entering }
                zones.floor { points = [[0, 0.3], [1, 0.3], [1, 1], [0, 1]] }
                motion.masks = [[[0, 0], [0.2, 0], [0.2, 0.2]]]
              }
            }
            """
                .formatted(folder));
    service =
        ServiceChild.launch(
            file, folder.resolve("log"), Map.of(), "-Dsluice.home=" + Path.of("").toAbsolutePath());
    service.port();
  }

  @AfterAll
  static void end() {
    if (service != null) {
      service.close();
    }
  }

  private static Dashboard open(Browser.NewContextOptions options, String hash) {
    return Dashboard.open(BROWSER.page(options), DashboardService.address(service), hash).live();
  }

  private static Dashboard open(String hash) {
    return open(new Browser.NewContextOptions().setViewportSize(1280, 800), hash);
  }

  /** Adds a stream by the API, and opens the editor of its lines and zones. */
  private static Dashboard edit(String id, Browser.NewContextOptions options) {
    Dashboard editor = open(options, "#/");
    RequestOptions request =
        RequestOptions.create()
            .setHeader("Content-Type", "application/json")
            .setData(API_STREAM.formatted(id));
    assertThat(editor.page().request().post(editor.address() + "api/v1/streams", request).status())
        .isEqualTo(201);
    editor.go("#/streams/" + id + "/scene");
    assertThat(editor.button("Add line")).isVisible();
    editor.awaitPictures(editor.page().locator("main"));
    return editor;
  }

  private static Dashboard edit(String id) {
    return edit(id, new Browser.NewContextOptions().setViewportSize(1280, 800));
  }

  private static Locator drawing(Dashboard editor) {
    return editor.page().locator(".scene-drawing");
  }

  private static Locator named(Dashboard editor, Pattern name) {
    return drawing(editor).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  /** Goes to a place of the picture with the mouse. */
  private static void moveTo(Dashboard editor, double x, double y) {
    BoundingBox box = drawing(editor).boundingBox();
    editor.page().mouse().move(box.x + x * box.width, box.y + y * box.height);
  }

  private static void click(Dashboard editor, double x, double y) {
    moveTo(editor, x, y);
    editor.page().mouse().down();
    editor.page().mouse().up();
  }

  private static void drag(Dashboard editor, double x, double y, double toX, double toY) {
    moveTo(editor, x, y);
    editor.page().mouse().down();
    moveTo(editor, (x + toX) / 2, (y + toY) / 2);
    moveTo(editor, toX, toY);
    editor.page().mouse().up();
  }

  private static String stream(Dashboard editor, String id) {
    return editor.page().request().get(editor.address() + "api/v1/streams/" + id).text();
  }

  @Test
  void lineAndZone_areDrawnWithTheMouse_saved_andThereAgain() {
    Dashboard editor = edit("drawn");
    editor.button("Add line").click();
    drag(editor, 0.2, 0.6, 0.8, 0.6);
    editor.field("Name").fill("door");
    editor.field("Name").press("Tab");
    editor.field("In name").fill("entering");
    editor.field("In name").press("Tab");
    editor.button("Add zone").click();
    for (double[] corner : new double[][] {{0.3, 0.2}, {0.7, 0.2}, {0.7, 0.5}, {0.3, 0.2}}) {
      click(editor, corner[0], corner[1]);
    }
    assertThat(named(editor, Pattern.compile("^Zone zone$"))).isVisible();
    drag(editor, 0.7, 0.5, 0.9, 0.9);
    editor.button("Save").click();
    assertThat(editor.page().locator("#notices")).containsText("saved");

    Config saved = ConfigFactory.parseString(stream(editor, "drawn"));
    assertThat(numbers(saved, "lines.door.from")).isEqualTo(List.of(0.2, 0.6));
    assertThat(numbers(saved, "lines.door.to")).isEqualTo(List.of(0.8, 0.6));
    assertThat(saved.getString("lines.door.in-name")).isEqualTo("entering");
    assertThat(saved.getList("zones.zone.points").unwrapped().get(2))
        .asString()
        .startsWith("[0.9")
        .contains(", 0.9");
    editor.page().reload();
    assertThat(named(editor, Pattern.compile("^Line door$"))).isAttached();
    assertThat(named(editor, Pattern.compile("^Zone zone, point"))).hasCount(3);
  }

  @Test
  void drawing_hasTheAspectOfThePicture_inALowWindowToo() {
    Dashboard editor =
        open(new Browser.NewContextOptions().setViewportSize(1280, 400), "#/streams/gate/scene");
    editor.awaitPictures(editor.page().locator("main"));
    double picture =
        ((Number)
                editor
                    .page()
                    .locator("[data-picture]")
                    .evaluate("canvas => canvas.width / canvas.height"))
            .doubleValue();
    BoundingBox box = drawing(editor).boundingBox();
    assertThat(box.width / box.height).isCloseTo(picture, within(0.02));
    assertThat(box.height).isLessThan(400);
  }

  /** Coordinates, to two digits: the mouse goes by whole pixels. */
  private static List<Double> numbers(Config config, String path) {
    return config.getDoubleList(path).stream().map(each -> Math.round(each * 100) / 100.0).toList();
  }

  @Test
  void keyboardAlone_adds_moves_undoes_turnsRound_andRemoves() {
    Dashboard editor = edit("typed");
    editor.button("Add line").press("Enter");
    Locator line = named(editor, Pattern.compile("^Line line$"));
    assertThat(line).isFocused();
    Locator first = named(editor, Pattern.compile("^Line line, point 1 of 2"));
    assertThat(first).hasAccessibleName(Pattern.compile("25 % across, 50 % down"));
    editor.page().keyboard().press("Shift+ArrowDown");
    assertThat(first).hasAccessibleName(Pattern.compile("25 % across, 55 % down"));
    first.focus();
    editor.page().keyboard().press("ArrowRight");
    assertThat(first).isFocused();
    assertThat(first).hasAccessibleName(Pattern.compile("25.5 % across, 55 % down"));
    editor.page().keyboard().press("Control+z");
    editor.page().keyboard().press("Control+z");
    assertThat(first).hasAccessibleName(Pattern.compile("25 % across, 50 % down"));
    editor.page().keyboard().press("Control+Shift+Z");
    assertThat(first).hasAccessibleName(Pattern.compile("25 % across, 55 % down"));
    editor.button("Turn round").press("Enter");
    assertThat(first).hasAccessibleName(Pattern.compile("75 % across, 55 % down"));

    editor.button("Add zone").press("Enter");
    named(editor, Pattern.compile("^Zone zone, point 2")).press("Insert");
    assertThat(named(editor, Pattern.compile("^Zone zone, point"))).hasCount(5);
    named(editor, Pattern.compile("^Zone zone, point 3")).press("Delete");
    assertThat(named(editor, Pattern.compile("^Zone zone, point"))).hasCount(4);
    line.focus();
    editor.page().keyboard().press("Delete");
    assertThat(line).hasCount(0);
    assertThat(editor.button("Add line")).isFocused();
  }

  @Test
  void unsavedChanges_areAskedAbout_andProblemsStandAtTheirShape() {
    BROWSER.expect("422");
    Dashboard editor = edit("asked");
    editor.button("Add mask").press("Enter");
    editor.button("Add zone").press("Enter");
    editor.field("Dwell").fill("soon");
    editor.field("Dwell").press("Tab");
    editor.button("Save").click();
    assertThat(editor.page().getByRole(AriaRole.ALERT)).containsText("Zone zone: ");
    assertThat(editor.problem("dwell")).containsText("expected");

    editor.go("#/");
    Locator dialog = editor.page().locator("dialog");
    assertThat(dialog).containsText("Leave without saving?");
    editor.page().keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    assertThat(editor.page()).hasURL(Pattern.compile("asked/scene$"));
    editor.field("Dwell").fill("5s");
    editor.field("Dwell").press("Tab");
    editor.button("Save").click();
    assertThat(editor.page().locator("#notices")).containsText("saved");
    assertThat(ConfigFactory.parseString(stream(editor, "asked")).getList("objects.masks"))
        .hasSize(1);
    editor.go("#/");
    assertThat(editor.heading("Streams")).isVisible();
  }

  @Test
  void masksOfObjectsAndOfMotion_areSavedEachWhereItBelongs_andTheRestStays() {
    Dashboard editor = edit("masked");
    RequestOptions request =
        RequestOptions.create()
            .setHeader("Content-Type", "application/json")
            .setData("{\"motion\": {\"area\": 0.01, \"masks\": [[[0, 0], [1, 0], [1, 0.2]]]}}");
    assertThat(
            editor
                .page()
                .request()
                .patch(editor.address() + "api/v1/streams/masked", request)
                .status())
        .isEqualTo(200);
    editor.go("#/streams/masked/edit");
    editor
        .page()
        .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Motion").setExact(true))
        .getByRole(
            AriaRole.LINK, new Locator.GetByRoleOptions().setName("Draw masks on the picture"))
        .click();
    assertThat(named(editor, Pattern.compile("^Motion mask 1$"))).isAttached();
    editor.button("Add mask").press("Enter");
    assertThat(named(editor, Pattern.compile("^Mask 1$"))).isFocused();
    editor.button("Add motion mask").click();
    for (double[] corner : new double[][] {{0.1, 0.5}, {0.3, 0.5}, {0.3, 0.9}, {0.1, 0.5}}) {
      click(editor, corner[0], corner[1]);
    }
    assertThat(named(editor, Pattern.compile("^Motion mask 2$"))).isFocused();
    editor.button("Save").click();
    assertThat(editor.page().locator("#notices")).containsText("saved");

    Config saved = ConfigFactory.parseString(stream(editor, "masked"));
    assertThat(saved.getList("objects.masks")).hasSize(1);
    assertThat(saved.getList("motion.masks")).hasSize(2);
    assertThat(saved.getDouble("motion.area")).isEqualTo(0.01);
    editor.page().reload();
    assertThat(named(editor, Pattern.compile("^(Motion mask [12]|Mask 1)$"))).hasCount(3);
  }

  @Test
  void finger_drawsALineAndAZone() {
    Dashboard editor =
        edit(
            "touched",
            new Browser.NewContextOptions()
                .setViewportSize(390, 800)
                .setDeviceScaleFactor(2)
                .setIsMobile(true)
                .setHasTouch(true));
    editor.button("Add line").tap();
    tap(editor, 0.2, 0.5);
    tap(editor, 0.8, 0.5);
    assertThat(named(editor, Pattern.compile("^Line line, point"))).hasCount(2);
    editor.button("Add zone").tap();
    for (double[] corner : new double[][] {{0.2, 0.2}, {0.8, 0.2}, {0.8, 0.8}, {0.21, 0.2}}) {
      tap(editor, corner[0], corner[1]);
    }
    assertThat(named(editor, Pattern.compile("^Zone zone, point"))).hasCount(3);
    assertThat(
            (int)
                editor
                    .page()
                    .evaluate(
                        "() => document.documentElement.scrollWidth -"
                            + " document.documentElement.clientWidth"))
        .isZero();
  }

  private static void tap(Dashboard editor, double x, double y) {
    drawing(editor).scrollIntoViewIfNeeded();
    BoundingBox box = drawing(editor).boundingBox();
    editor.page().touchscreen().tap(box.x + x * box.width, box.y + y * box.height);
  }

  @Test
  void streamOfTheFile_showsValidHocon_insteadOfSaving() {
    Dashboard editor = open("#/streams/gate/scene");
    editor.button("Add line").press("Enter");
    assertThat(editor.button("Save")).hasCount(0);
    Locator code = editor.page().locator("[data-hocon]");
    assertThat(code).containsText("line {");

    Config written = ConfigFactory.parseString(code.textContent()).getConfig("sluice.streams.gate");
    assertThat(written.getDoubleList("lines.middle.from")).isEqualTo(List.of(0.5, 1.0));
    assertThat(written.getString("lines.middle.in-name")).isEqualTo("entering");
    assertThat(written.getConfig("lines.middle").root().keySet())
        .containsExactlyInAnyOrder("from", "to", "in-name");
    assertThat(written.getDoubleList("lines.line.to")).isEqualTo(List.of(0.75, 0.5));
    assertThat(written.getList("zones.floor.points")).hasSize(4);
    assertThat(written.getList("motion.masks")).hasSize(1);
    assertThat(written.hasPath("objects")).isFalse();
  }

  @Test
  void streamPage_showsObjects_crossings_andWhoIsInAZone_andCountsAnew() {
    Dashboard stream = open("#/streams/gate");
    assertThat(stream.page().locator("[data-now]").first()).isVisible();
    assertThat(stream.page().locator("[data-zone='floor']")).containsText("person");
    Locator line = stream.page().locator("[data-line='middle']");
    assertThat(line).containsText(Pattern.compile("[1-9]\\d* (entering|out) \\("));
    assertThat(stream.page().locator("[data-object]").first()).containsText("person");

    stream.button("Pause").click();
    assertThat(stream.button("Resume")).isVisible();
    stream.button("Count anew").click();
    stream
        .page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Count anew"))
        .click();
    assertThat(line).containsText("0 entering");
    assertThat(line).containsText("0 out");
    stream.button("Resume").click();
  }

  @Test
  void streamWithoutTracking_hasNoObjects_onItsPage() {
    Dashboard stream = edit("plain");
    stream.go("#/streams/plain");
    assertThat(stream.page().locator("[data-detection]").first()).isAttached();
    assertThat(stream.page().locator(".objects-part")).isHidden();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void axe_findsNothing_inTheEditor_andOnThePageOfAStreamWithObjects(ColorScheme scheme) {
    Dashboard page =
        open(
            new Browser.NewContextOptions().setViewportSize(1280, 800).setColorScheme(scheme),
            "#/streams/gate/scene");
    page.awaitPictures(page.page().locator("main"));
    named(page, Pattern.compile("^Line middle$")).press("Enter");
    assertThat(page.field("In name")).isVisible();
    assertNoViolations(page.page());
    page.go("#/streams/gate");
    assertThat(page.page().locator("[data-object]").first()).isAttached();
    assertNoViolations(page.page());
  }

  private static void assertNoViolations(Page page) {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .extracting(rule -> rule.getId() + ": " + rule.getNodes())
        .isEmpty();
  }
}
