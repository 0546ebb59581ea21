package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;

/** The dashboard for those who can't see it, have no mouse, or hold it in one hand. */
@Timeout(120)
class AccessIT {
  private static final List<String> PAGES =
      List.of(
          "#/",
          "#/streams/lobby",
          "#/streams/lobby/scene",
          "#/streams/none",
          "#/add",
          "#/models",
          "#/sinks",
          "#/config");

  private static final Set<String> GRAVE = Set.of("serious", "critical");

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir static Path folder;
  private static ServiceChild service;

  @BeforeEach
  void expectWhatIsAskedForAStreamThatIsNotThere() {
    BROWSER.expect("/streams/none/history");
  }

  @BeforeAll
  static void start() throws IOException {
    DashboardService.draw(folder);
    service =
        DashboardService.start(
            folder,
            "port = 0",
            DashboardService.stream(folder, "lobby")
                + "  streams.away.source = \"rtsp://127.0.0.1:1/away\"\n");
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

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void axe_findsNoSeriousViolation_onAnyPage(ColorScheme scheme) {
    Dashboard dashboard =
        open(
            new Browser.NewContextOptions().setViewportSize(1280, 800).setColorScheme(scheme),
            "#/");
    List<String> found = new ArrayList<>();
    for (String page : PAGES) {
      dashboard.go(page);
      settle(dashboard, page);
      for (Rule rule : new AxeBuilder(dashboard.page()).analyze().getViolations()) {
        if (GRAVE.contains(rule.getImpact())) {
          found.add(page + ": " + rule.getId() + ": " + rule.getNodes());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** Waits until a page has what it shows. */
  private static void settle(Dashboard dashboard, String page) {
    switch (page) {
      case "#/" -> {
        assertThat(dashboard.card("away")).hasAttribute("data-state", "retrying");
        dashboard.awaitPictures(dashboard.card("lobby"));
      }
      case "#/streams/lobby" -> {
        dashboard.awaitPictures(dashboard.page().locator("main"));
        assertThat(dashboard.page().locator("[data-detection]").first()).isVisible();
      }
      case "#/streams/lobby/scene" -> dashboard.awaitPictures(dashboard.page().locator("main"));
      case "#/streams/none" ->
          assertThat(dashboard.page().locator("main")).containsText("no stream");
      case "#/add" -> {
        dashboard.button("Save").click();
        assertThat(dashboard.problem("id")).isVisible();
      }
      case "#/sinks" ->
          assertThat(dashboard.page().locator("[data-sink=results]")).containsText("Healthy");
      case "#/models" -> assertThat(dashboard.page().locator("details").first()).isVisible();
      default -> assertThat(dashboard.page().locator("pre")).containsText("tiny");
    }
  }

  @Test
  void narrowScreen_needsNoHorizontalScrolling() {
    Dashboard dashboard =
        open(
            new Browser.NewContextOptions()
                .setViewportSize(360, 740)
                .setDeviceScaleFactor(2)
                .setHasTouch(true),
            "#/");
    for (String page : PAGES) {
      dashboard.go(page);
      settle(dashboard, page);
      int wider =
          (int)
              dashboard
                  .page()
                  .evaluate(
                      "() => document.documentElement.scrollWidth -"
                          + " document.documentElement.clientWidth");
      assertThat(wider).as(page).isZero();
    }
  }

  @Test
  void keyboard_reachesEveryControl_andFocusIsVisible() {
    Dashboard dashboard = open(new Browser.NewContextOptions().setViewportSize(1280, 800), "#/");
    for (String page : PAGES) {
      dashboard.go(page);
      settle(dashboard, page);
      assertThat(reached(dashboard.page())).as(page).containsAll(usable(dashboard.page()));
    }
  }

  /** What can be used on a page, by a number that this gives each. */
  private static List<String> usable(Page page) {
    @SuppressWarnings("unchecked") // the script gives texts
    List<String> result =
        (List<String>)
            page.evaluate(
                """
                () => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
                  .filter((each) => each.checkVisibility() && !each.disabled)
                  .map((each, index) => `${each.tagName} ${each.textContent.trim().slice(0, 20)} ${each.getAttribute('aria-label') ?? each.id}`)
                """);
    return result;
  }

  /** Goes round the page once with the tab key; each stop has to be seen as such. */
  private static Set<String> reached(Page page) {
    Set<String> result = new LinkedHashSet<>();
    page.locator(".skip").focus();
    result.add(usable(page).getFirst());
    for (int stops = 0; stops < 80; stops++) {
      page.keyboard().press("Tab");
      String stop =
          (String)
              page.evaluate(
                  """
                  () => {
                    const each = document.activeElement;
                    if (each === document.body) { return ''; }
                    let seen = false;
                    for (let part = each; part !== document.body; part = part.parentElement) {
                      const style = getComputedStyle(part);
                      seen ||= style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                    }
                    return (seen ? '' : 'UNSEEN ')
                      + `${each.tagName} ${each.textContent.trim().slice(0, 20)} ${each.getAttribute('aria-label') ?? each.id}`;
                  }
                  """);
      if (stop.isEmpty()) {
        break;
      }
      assertThat(stop).doesNotStartWith("UNSEEN");
      result.add(stop);
    }
    return result;
  }
}
