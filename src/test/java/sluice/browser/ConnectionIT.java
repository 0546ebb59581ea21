package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.TokenHash;
import sluice.testing.FreePort;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;

/**
 * The dashboard's way to its service: who is let in, and what becomes of it when the service goes.
 */
@Timeout(120)
class ConnectionIT {
  private static final String TOKEN = "marked-token-0123456789";
  private static final String GUARD = "marked-guard-0123456789-0123456789";
  private static final String OPERATOR = "marked-operator-0123456789-0123456789";

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir Path folder;
  private ServiceChild service;

  @BeforeEach
  void draw() throws IOException {
    DashboardService.draw(folder);
  }

  @AfterEach
  void end() {
    if (service != null) {
      service.close();
    }
  }

  private void start(String http) throws IOException {
    service =
        DashboardService.start(
            folder, http, DashboardService.stream(folder, "lobby"), Map.of("SLUICE_TOKEN", TOKEN));
  }

  private static Page withToken(String token) {
    return BROWSER.page(new Browser.NewContextOptions().setHttpCredentials("anybody", token));
  }

  @Test
  void wrongToken_isRefused_andRightOneIsAccepted() throws IOException {
    BROWSER.expect("401");
    start("port = 0, token = ${SLUICE_TOKEN}");
    String address = DashboardService.address(service);

    Response refused = withToken("not-the-token-at-all").navigate(address);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text()).doesNotContain("<main");

    Dashboard wall = Dashboard.open(withToken(TOKEN), address, "").live();
    wall.awaitPictures(wall.card("lobby"));
    assertThat(wall.page().content()).doesNotContain(TOKEN);
  }

  @Test
  void page_offersWhatTheTokensRightAllows() throws IOException {
    start(
        "port = 0, token = ${SLUICE_TOKEN}, tokens { guard { hash = \"%s\", right = view }, ops {"
                .formatted(TokenHash.of(GUARD))
            + " hash = \"%s\", right = operate } }".formatted(TokenHash.of(OPERATOR)));
    String address = DashboardService.address(service);

    Dashboard guard = Dashboard.open(withToken(GUARD), address, "#/streams/lobby").live();
    guard.awaitPictures(guard.page().locator("main"));
    assertThat(guard.page().locator("#who")).hasText("guard: may look");
    assertThat(guard.button("Pause")).hasCount(0);
    assertThat(guard.link("Add stream")).isHidden();
    assertThat(guard.link("Configuration")).isHidden();
    guard.go("#/config");
    assertThat(guard.heading("Nothing here")).isVisible();

    Dashboard ops = Dashboard.open(withToken(OPERATOR), address, "#/streams/lobby").live();
    assertThat(ops.page().locator("#who")).hasText("ops: may look and operate");
    ops.button("Pause").click();
    assertThat(ops.button("Resume")).isVisible();
    assertThat(ops.link("Add stream")).isHidden();
    ops.go("#/config");
    assertThat(ops.page().locator("main")).containsText("needs a token with the right admin");
    assertThat(ops.page().locator("pre")).containsText("file-roots");
    assertThat(ops.button("Reload")).hasCount(0);

    Dashboard admin = Dashboard.open(withToken(TOKEN), address, "").live();
    assertThat(admin.page().locator("#who")).hasText("token: may do everything");
    assertThat(admin.link("Add stream")).isVisible();
  }

  @Test
  void dashboard_marksDataStale_whenServiceIsGone_andRecovers() throws Exception {
    BROWSER.expect("ERR_CONNECTION_REFUSED");
    BROWSER.expect("WebSocket connection");
    BROWSER.expect("net::ERR");
    int port = FreePort.ofLoopback();
    start("port = " + port);
    Dashboard wall = Dashboard.open(BROWSER.page(), DashboardService.address(service), "").live();
    wall.awaitPictures(wall.card("lobby"));

    assertThat(service.end()).isZero();
    assertThat(wall.page().locator("[data-connection]")).hasAttribute("data-connection", "lost");
    assertThat(wall.page().locator("#banner")).containsText("old");

    start("port = " + port);
    wall.live();
    wall.awaitPictures(wall.card("lobby"));
    assertThat(wall.page().locator("#banner")).isHidden();
  }
}
