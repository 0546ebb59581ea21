package sluice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.NodeAddress;
import sluice.http.FakeCluster;
import sluice.http.TestService;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.ClusterView.Intake;
import sluice.http.cluster.ClusterView.Status;
import sluice.http.cluster.StreamPlacement;
import sluice.testing.TestBrowser;

/** The page of nodes, of servers that a test says of where streams are. */
@Timeout(120)
class NodesPageIT {
  private static final String ONE = "10.0.0.11:25520";
  private static final String TWO = "10.0.0.12:25520";
  private static final String GONE = "10.0.0.13:25520";

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @TempDir static Path folder;
  private static FakeCluster cluster;
  private static TestService service;

  @BeforeAll
  static void start() {
    cluster = new FakeCluster(folder);
    service = cluster.start(ONE);
    TestService other = cluster.start(TWO);
    for (TestService each : new TestService[] {service, other}) {
      each.write(
          """
          sluice {
            models.person { model = person-detection-hog }
            defaults { model = person }
            streams {
              lobby.source = "demo:", yard.source = "demo:", gate.source = "demo:"
              dock.source = "demo:", platform.source = "demo:", square.source = "demo:"
            }
          }
          """);
      each.idle = Set.of("gate");
      assertThat(each.send("POST", "/api/v1/config/reload", "{}").statusCode()).isEqualTo(200);
    }
  }

  @BeforeEach
  void place() {
    cluster.set(node(ONE, true, Intake.OPEN, 0.8));
    cluster.set(node(TWO, true, Intake.OPEN, 2.6));
    cluster.set(node(GONE, false, Intake.CLOSED, 0));
    cluster.place("lobby", StreamPlacement.runs(TWO, 3));
    cluster.place("yard", StreamPlacement.runs(ONE, 4));
    cluster.place("platform", StreamPlacement.runs(ONE, 2));
    cluster.place("square", StreamPlacement.runs(TWO, 1));
    cluster.place(
        "dock",
        new StreamPlacement(
            StreamPlacement.State.MOVING, Optional.of(TWO), Optional.of(ONE), 5, "for balance"));
    cluster.place("gate", StreamPlacement.waits("needs gpu; 0 of 2 nodes have it"));
    cluster.reply = new ClusterReply.Accepted();
    cluster.asked.clear();
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static ClusterView.Node node(
      String name, boolean reachable, Intake intake, double weight) {
    NodeAddress http =
        name.equals(GONE) ? new NodeAddress("127.0.0.1", 9) : cluster.get(name).http();
    return new ClusterView.Node(
        name,
        Status.UP,
        reachable,
        4,
        name.equals(ONE) ? Set.of("site-a") : Set.of(),
        weight,
        2,
        1,
        name.equals(ONE),
        intake,
        http);
  }

  private static Dashboard open(String hash) {
    String address = "http://127.0.0.1:" + service.server.address().getPort() + "/";
    return Dashboard.open(BROWSER.page(), address, hash).live();
  }

  /** Lets the page ask now, as one does that is seen again; else it asks every two seconds. */
  private static void look(Dashboard page) {
    page.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
  }

  private static Locator card(Dashboard page, String name) {
    return page.page().locator("[data-node='" + name + "']");
  }

  private static Locator dialogButton(Dashboard page, String name) {
    return page.page()
        .locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  @Test
  void nodes_areShownAsTheyAre_withTheirStreams_andThoseThatWait() {
    Dashboard page = open("");
    assertThat(page.card("lobby")).containsText("on " + TWO);
    assertThat(page.card("gate")).containsText("needs gpu; 0 of 2 nodes have it");
    assertThat(page.card("gate")).containsText("Waiting for node");
    page.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Nodes")).click();
    assertThat(page.heading("Nodes")).isFocused();

    assertThat(page.page().locator(".totals"))
        .containsText("Nodes up2 of 3Streams running4 of 6Streams waiting1");
    assertThat(page.page().locator(".totals")).containsText("3.4 of 8.0");
    assertThat(page.page().locator(".waiting")).containsText("1 stream: needs gpu");
    assertThat(page.page().locator(".waiting").getByRole(AriaRole.LINK)).hasText("gate");
    assertThat(card(page, ONE)).containsText("This node · Places the streams · site-a");
    assertThat(card(page, ONE)).containsText("0.8 of 4.0 · 20 %");
    assertThat(card(page, GONE)).containsText("Unreachable");
    assertThat(card(page, GONE)).containsText("does not answer; nothing is known of it");
    assertThat(card(page, GONE).getByRole(AriaRole.BUTTON)).hasCount(0);
    Locator rows = card(page, TWO).locator("[data-placed]");
    assertThat(rows).hasCount(3);
    assertThat(rows.first()).containsText("dock");
    assertThat(rows.first()).containsText("Moving");
    assertThat(rows.first()).containsText("moves to " + ONE + ": for balance");
    assertThat(rows.last()).containsText("squareRunning");
    page.assertAccessible();
    page.take("nodes");
    page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.page().setViewportSize(400, 800);
    page.assertAccessible();
    page.take("nodes-small");

    rows.last().getByRole(AriaRole.LINK).click();
    assertThat(page.heading("square")).isVisible();
    page.page().locator(".facts").getByRole(AriaRole.LINK).first().click();
    assertThat(page.heading("Nodes")).isVisible();
  }

  @Test
  void aNodeIsDrained_takesStreamsAgain_andAStreamIsMoved_orRefused() {
    BROWSER.expect("409");
    Dashboard page = open("#/nodes");
    page.button("Move lobby").press("Enter");
    Locator choice = page.page().locator("dialog select");
    assertThat(choice.locator("option")).hasText(new String[] {ONE + " (0.8 of 4.0 used, site-a)"});
    page.page().keyboard().press("Escape");
    assertThat(page.button("Move lobby")).isFocused();
    page.button("Move lobby").click();
    dialogButton(page, "Move").click();
    assertThat(page.page().locator("#notices")).containsText("lobby moves to " + ONE);
    assertThat(page.button("Move lobby")).isFocused();
    cluster.place("lobby", StreamPlacement.runs(ONE, 6));
    assertThat(card(page, TWO).locator("summary")).hasText("2 streams");
    assertThat(card(page, TWO).locator("summary")).isFocused();
    assertThat(card(page, ONE).locator("summary")).hasText("3 streams");

    page.button("Drain " + TWO).click();
    dialogButton(page, "Cancel").click();
    page.button("Drain " + TWO).click();
    dialogButton(page, "Drain").click();
    assertThat(page.page().locator("#notices")).containsText(TWO + " gives its streams away");
    cluster.set(node(TWO, true, Intake.DRAINING, 2.6));
    look(page);
    assertThat(card(page, TWO).getByText("Draining")).isVisible();
    assertThat(card(page, ONE).getByText("Draining")).isHidden();
    assertThat(page.page().locator(".totals"))
        .containsText("0.8 of 4.0 · 20 %of 1 node that takes streams");
    page.button("Move yard").click();
    assertThat(page.page().locator("#notices")).containsText("no other node that takes streams");

    page.button("Let " + TWO + " take streams again").click();
    assertThat(page.page().locator("#notices")).containsText(TWO + " takes streams again");
    cluster.set(node(TWO, true, Intake.OPEN, 2.6));
    cluster.reply = new ClusterReply.Refused("node " + TWO + " has no room for it");
    look(page);
    assertThat(page.button("Drain " + TWO)).isVisible();
    page.button("Move yard").click();
    dialogButton(page, "Move").click();
    assertThat(page.page().locator(".notice.bad").last()).containsText("has no room for it");
    cluster.lose(TWO);
    look(page);
    assertThat(card(page, TWO)).containsText("Unreachable");
    assertThat(card(page, TWO)).containsText(Pattern.compile("what is shown is \\d+ s old"));
    card(page, ONE).locator("summary").press("Enter");
    assertThat(card(page, ONE).locator("[data-placed]")).hasCount(0);
    assertThat(cluster.asked)
        .containsExactly(
            "move lobby to " + ONE, "drain " + TWO, "end drain " + TWO, "move yard to " + TWO);
  }

  /** Answers of a large cluster: what is drawn has a bound. */
  @Test
  void manyNodesAndStreams_areDrawnAsFarAsTheyAreLookedAt() {
    Dashboard page = open("");
    String nodes =
        IntStream.rangeClosed(1, 300)
            .mapToObj(
                each ->
                    """
                    {"name": "n%d:1", "status": "up", "reachable": true, "capacity": 40, "labels": [], "weight": 30,
                     "streams": 30, "age": %1$d, "placer": false, "intake": "open"}\
                    """
                        .formatted(each))
            .collect(Collectors.joining(","));
    String streams =
        IntStream.rangeClosed(1, 9_000)
            .mapToObj(
                each ->
                    """
                    {"id": "cam%d", "state": "%s", "epoch": 1, %s}\
                    """
                        .formatted(
                            each,
                            each > 8_000 ? "waiting" : "running",
                            each > 8_000
                                ? "\"reason\": \"reason " + each % 30 + "\""
                                : "\"node\": \"n" + (each % 4 == 0 ? 7 : each % 300 + 1) + ":1\""))
            .collect(Collectors.joining(","));
    String answer =
        "{\"node\": \"n1:1\", \"nodes\": [" + nodes + "], \"streams\": [" + streams + "]}";
    page.page()
        .route(
            "**/api/v1/cluster",
            route ->
                route.fulfill(
                    new Route.FulfillOptions().setBody(answer).setContentType("application/json")));
    page.go("#/nodes");

    assertThat(page.page().locator("[data-node]")).hasCount(300);
    assertThat(page.page().locator("[data-node]").nth(9)).hasAttribute("data-node", "n10:1");
    assertThat(page.page().locator(".waiting > li")).hasCount(20);
    assertThat(page.page().locator("[data-placed]")).hasCount(0);
    card(page, "n7:1").locator("summary").click();
    assertThat(page.page().locator("[data-placed]")).hasCount(100);
    assertThat(card(page, "n7:1")).containsText("more; the filter finds them");
    page.page().getByLabel("Filter nodes").fill("cam7996");
    assertThat(page.page().locator("[data-node]")).hasCount(1);
    assertThat(page.page().locator("[data-placed]")).hasText(new String[] {"cam7996RunningMove"});
    assertThat(card(page, "n7:1").locator("summary")).containsText("1 of 2,0");
  }
}
