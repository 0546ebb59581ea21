package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import sluice.testing.TestBrowser;

/** A window with the dashboard of a server. */
record Dashboard(Page page, String address) {
  private static final int LARGEST_BYTES = 500_000;
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** What tells a view of a stream from the one before; empty where there is none yet. */
  private static final String SHOWN =
      "() => { const video = document.querySelector(\"[data-view='video'] [data-video]\");"
          + " const picture = document.querySelector('main [data-picture]');"
          + " return video ? `at ${video.currentTime}` : (picture?.dataset.number ?? ''); }";

  /** The sum of all pixels of a canvas, each by its place. */
  private static final String PIXELS =
      "canvas => { const d = canvas.getContext('2d').getImageData(0, 0, canvas.width,"
          + " canvas.height).data; let s = 0; for (let i = 0; i < d.length; i += 4) { s = (s * 31 +"
          + " d[i] + d[i + 1] * 3 + d[i + 2] * 7) % 1000000007; } return s; }";

  /** Opens one of its pages: {@code ""}, {@code "#/streams/lobby"} … */
  static Dashboard open(Page page, String address, String hash) {
    page.navigate(address + hash);
    return new Dashboard(page, address);
  }

  /** Waits until the pictures and numbers that it shows are those of now. */
  Dashboard live() {
    assertThat(page.locator("[data-connection]")).hasAttribute("data-connection", "live");
    return this;
  }

  /** Changes to another of its pages. */
  void go(String hash) {
    page.evaluate("hash => { location.hash = hash; }", hash);
  }

  /** The card of a stream on the wall. */
  Locator card(String stream) {
    return page.locator("[data-stream='" + stream + "']");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A link of the top bar, hidden or not. */
  Locator link(String name) {
    return page.locator("header a").getByText(name, new Locator.GetByTextOptions().setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(1));
  }

  /** A field of the form: the first of its label, as those of sections come last. */
  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).first();
  }

  /** What is said to be wrong with a field of the form. */
  Locator problem(String key) {
    return page.locator("[data-problem='" + key + "']");
  }

  /** Waits until a picture is there and another one takes its place. */
  void awaitPictures(Locator scope) {
    Locator canvas = scope.locator("[data-picture]");
    assertThat(canvas).hasAttribute("data-number", NUMBER);
    String number = canvas.getAttribute("data-number");
    int pixels = pixels(canvas);
    assertThat(canvas).not().hasAttribute("data-number", number);
    page.waitForCondition(() -> pixels(canvas) != pixels);
  }

  /** Waits until the page of a stream shows its video, or a picture, and that it changes. */
  void awaitView() {
    page.waitForCondition(() -> !shown().isEmpty());
    String first = shown();
    page.waitForCondition(() -> !shown().equals(first));
  }

  private String shown() {
    return (String) page.evaluate(SHOWN);
  }

  /** Holds that the page keeps axe's rules, and that nothing is wider than the window. */
  void assertAccessible() {
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .extracting(rule -> rule.getId() + ": " + rule.getNodes())
        .isEmpty();
    int wider =
        (int)
            page.evaluate(
                "() => document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth");
    assertThat(wider).isZero();
  }

  /**
   * Takes a picture of what is seen, for {@link TestBrowser#FOLDER}; with {@code
   * -Dscreenshots=FOLDER}, which is for pictures of the documents, there too.
   */
  void take(String name) {
    Path file = TestBrowser.FOLDER.resolve("dashboard-" + name + ".png");
    byte[] picture = page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(picture.length).isLessThan(LARGEST_BYTES);
    String documents = System.getProperty("screenshots", "");
    if (!documents.isBlank()) {
      try {
        Files.copy(
            file,
            Files.createDirectories(Path.of(documents)).resolve(file.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int pixels(Locator canvas) {
    return ((Number) canvas.evaluate(PIXELS)).intValue();
  }
}
