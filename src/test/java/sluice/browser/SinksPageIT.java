package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;
import sluice.testing.servers.HookServer;

/** The page of sinks, of a receiver that answers and then is gone. */
@Timeout(120)
class SinksPageIT {
  private static final ContainsTextOptions SOON = new ContainsTextOptions().setTimeout(30_000);

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir static Path folder;
  private static final HookServer RECEIVER = new HookServer();
  private static ServiceChild service;

  @BeforeAll
  static void start() throws IOException {
    RECEIVER.start();
    DashboardService.draw(folder);
    service =
        DashboardService.start(
            folder,
            "port = 0",
            """
              sinks.hook { %s, only = all, batch-wait = 0s }
              streams.lobby {
                source = "%s", loop = true, realtime = true, sinks = [results, hook]
              }
            """
                .formatted(RECEIVER.sinkSettings(), DashboardService.clip(folder)));
  }

  @AfterAll
  static void end() {
    if (service != null) {
      service.close();
    }
    RECEIVER.close();
  }

  private static Dashboard open(String hash, ColorScheme scheme, int width) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 800);
    return Dashboard.open(BROWSER.page(options), DashboardService.address(service), hash).live();
  }

  private static Locator sink(Dashboard page, String name) {
    return page.page().locator("[data-sink='" + name + "']");
  }

  @Test
  void sinks_areTested_andShownAsTheyAre_withTheStreamsThatUseThem() {
    Dashboard page = open("#/streams/lobby", ColorScheme.LIGHT, 1280);
    page.page()
        .getByRole(AriaRole.ROW)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("hook"))
        .click();
    assertThat(page.heading("Sinks")).isFocused();
    Locator hook = sink(page, "hook");
    assertThat(hook).containsText("Healthy");
    assertThat(hook).containsText("webhook");
    assertThat(hook.getByRole(AriaRole.LINK)).hasText("lobby");
    assertThat(sink(page, "results")).containsText("{stream}.jsonl");

    Locator test = page.button("Send a test message to hook");
    Locator seen = hook.getByRole(AriaRole.STATUS);
    test.press("Enter");
    assertThat(seen).containsText("It works", SOON);
    assertThat(test).isFocused();
    page.button("Test results").click();
    assertThat(sink(page, "results").getByRole(AriaRole.STATUS)).containsText("It works", SOON);
    page.assertAccessible();

    RECEIVER.kill();
    assertThat(hook).containsText("Not healthy", SOON);
    assertThat(hook).containsText("takes no connection");
    assertThat(hook).containsText("oldest", SOON);
    test.press("Enter");
    assertThat(seen).containsText("It does not work", SOON);
    assertThat(seen.locator("[data-severity='2']")).containsText("takes no connection");
    Dashboard small = open("#/sinks", ColorScheme.DARK, 360);
    assertThat(sink(small, "hook")).containsText("Not healthy");
    small.assertAccessible();
    page.page().screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/sinks-wide.png")));
    small
        .page()
        .screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/sinks-small.png")));
  }
}
