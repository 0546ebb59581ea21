package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.NodeAddress;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoFeed;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.StreamPlacement;
import sluice.live.LiveVideos;
import sluice.live.SkipCause;
import sluice.testing.LiveSocket;

/** Live video of other nodes' streams, with clients as browsers are. */
@Timeout(60)
class ClusterVideosTest {
  private static final String ONE = "10.0.0.1:25520";
  private static final String TWO = "10.0.0.2:25520";
  private static final String THREE = "10.0.0.3:25520";

  /** Pictures of a group. */
  private static final int GROUP = 5;

  private static final int PICTURE_BYTES = 100_000;

  @TempDir Path folder;
  private FakeCluster cluster;
  private TestService one;
  private TestService two;
  private TestService three;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(folder);
    one = cluster.start(ONE);
    two = cluster.start(TWO);
    three = cluster.start(THREE);
    cluster.run("lobby", TWO, 7);
  }

  @AfterEach
  void nothingIsLeft() {
    for (TestService each : List.of(one, two, three)) {
      await().until(() -> videos(each).watchers() == 0);
      await().until(() -> each.telemetry.liveViewers().count() == 0);
    }
    cluster.close();
  }

  private static LiveVideos videos(TestService service) {
    return service.ports.live.videos;
  }

  /** A stream's source at a node, once somebody watches there. */
  private static final class Camera implements AutoCloseable {
    private final LiveVideoFeed feed;
    private final Random random = new Random(1);
    private long number;

    Camera(TestService node) {
      feed = await().until(() -> videos(node).feed("lobby"), Optional::isPresent).orElseThrow();
      byte[] init = new byte[700];
      random.nextBytes(init);
      feed.add(new LiveVideo.Start("lobby", "avc1.64001f", 4, 3, init));
    }

    void picture() {
      byte[] bytes = new byte[PICTURE_BYTES / GROUP + random.nextInt(PICTURE_BYTES / 2)];
      random.nextBytes(bytes);
      feed.add(
          new LiveVideo.Fragment(
              "lobby",
              number,
              Instant.parse("2026-11-30T10:00:00.123456Z"),
              Duration.ofNanos(33_366_667 * number),
              number % GROUP == 0,
              bytes));
      number++;
    }

    void group() {
      for (int i = 0; i < GROUP; i++) {
        picture();
      }
    }

    @Override
    public void close() {
      feed.close();
    }
  }

  /** A page that watches. */
  private static final class Page implements AutoCloseable {
    private final BlockingQueue<LiveSocket.Picture> came = new LinkedBlockingQueue<>();
    private final LiveSocket socket;

    Page(TestService node) throws InterruptedException {
      String ticket =
          TestService.json(node.send("POST", "/api/v1/live/tickets", "{}")).get("ticket").asText();
      socket =
          LiveSocket.open(
              node.client,
              URI.create("ws://127.0.0.1:" + node.server.address().getPort() + "/api/v1/live"),
              came::add);
      socket.hello(ticket);
      assertThat(socket.text().get("type").asText()).isEqualTo("welcome");
      socket.say("{\"type\":\"watch\",\"pictures\":{},\"videos\":[\"lobby\"],\"events\":[]}");
    }

    /** The next piece, whether acknowledged or not. */
    LiveSocket.Picture piece() throws InterruptedException {
      LiveSocket.Picture next = came.poll(20, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }

    /** The next piece, which is acknowledged. */
    LiveSocket.Picture take() throws InterruptedException {
      LiveSocket.Picture next = piece();
      if (next.header().get("kind").asText().equals("fragment")) {
        socket.taken("lobby", next.number());
      }
      return next;
    }

    /** Takes all up to a begin, and the first fragment after it. */
    LiveSocket.Picture takeBegin() throws InterruptedException {
      while (!take().header().get("kind").asText().equals("init")) {
        // what came before
      }
      LiveSocket.Picture first = take();
      assertThat(first.header().get("key").asBoolean()).isTrue();
      return first;
    }

    String noVideo() throws InterruptedException {
      JsonNode text = socket.text();
      assertThat(text.get("type").asText()).isEqualTo("no-video");
      assertThat(text.get("stream").asText()).isEqualTo("lobby");
      return text.get("reason").asText();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void whatComesThroughAnotherNode_isWhatItsOwnSends_overOneConnectionForAllWhoWatch()
      throws InterruptedException {
    try (Page at = new Page(two);
        Page first = new Page(one);
        Page second = new Page(one)) {
      await().until(() -> videos(two).watchers() == 2);
      await().until(() -> videos(one).watchers() == 2);
      try (Camera camera = new Camera(two)) {
        for (int i = 0; i < 6; i++) {
          camera.group();
          for (int piece = i == 0 ? -1 : 0; piece < GROUP; piece++) {
            LiveSocket.Picture own = at.take();
            for (Page page : List.of(first, second)) {
              LiveSocket.Picture far = page.take();
              assertThat(far.header()).isEqualTo(own.header());
              assertThat(far.jpeg()).isEqualTo(own.jpeg());
            }
          }
        }
        try (Page late = new Page(one)) {
          assertThat(late.takeBegin().number()).as("the group that is held").isEqualTo(25);
        }
      }
      assertThat(videos(two).watchers()).isEqualTo(2);
      String metrics = one.get("/metrics").body();
      assertThat(metrics).contains("sluice_live_watchers 2.0");
    }
  }

  @Test
  void aPageThatTakesNothing_losesGroupsAtItsNode_andHoldsNobodyUp() throws InterruptedException {
    try (Page slow = new Page(one);
        Page fast = new Page(one)) {
      await().until(() -> videos(one).watchers() == 2);
      try (Camera camera = new Camera(two)) {
        camera.group();
        LiveSocket.Picture last = fast.takeBegin();
        for (int i = 1; i < 20; i++) {
          camera.group();
          while (last.number() < camera.number - 1) {
            LiveSocket.Picture next = fast.take();
            assertThat(next.number()).isEqualTo(last.number() + 1);
            last = next;
          }
        }
        assertThat(videos(one).skippedGroups(SkipCause.SLOW)).isGreaterThan(10);
        assertThat(videos(two).skippedGroups(SkipCause.SLOW)).isZero();
        long bytes = slow.came.stream().mapToLong(piece -> piece.jpeg().length).sum();
        assertThat(bytes).isLessThan((1 << 20) + PICTURE_BYTES);

        assertThat(slow.take().header().get("kind").asText()).isEqualTo("init");
        LiveSocket.Picture before = slow.take();
        while (before.number() < last.number()) {
          LiveSocket.Picture next = slow.take();
          if (next.number() > before.number() + 1) {
            assertThat(next.header().get("key").asBoolean()).as("after a gap").isTrue();
          }
          before = next;
        }
      }
    }
  }

  @Test
  void aStreamThatMoves_isFollowed_overTheSameSocket() throws InterruptedException {
    try (Page page = new Page(one)) {
      long last;
      try (Camera camera = new Camera(two)) {
        camera.group();
        last = page.takeBegin().number();
      }
      cluster.place("lobby", StreamPlacement.waits("moves"));
      await().until(() -> videos(two).watchers() == 0);
      cluster.run("lobby", THREE, 8);
      try (Camera camera = new Camera(three)) {
        camera.group();
        LiveSocket.Picture begun = page.takeBegin();
        assertThat(begun.number()).isGreaterThan(last);
        last = begun.number();
      }
      cluster.run("lobby", ONE, 9);
      await().until(() -> videos(three).watchers() == 0);
      try (Camera camera = new Camera(one)) {
        camera.group();
        assertThat(page.takeBegin().number()).isGreaterThan(last);
      }
    }
  }

  @Test
  void aNodeThatIsGone_isTold_andVideoGoesOnOnceItIsBack() throws Exception {
    ClusterView.Node known = cluster.get(TWO);
    try (PausedLink link = new PausedLink(known.http().port())) {
      cluster.set(at(known, link.port()));
      try (Page page = new Page(one);
          Camera camera = new Camera(two)) {
        camera.group();
        page.takeBegin();
        link.cut();
        assertThat(page.noVideo())
            .isEqualTo("the stream runs on node " + TWO + ", which ended the connection");
      }
      try (Page page = new Page(one)) {
        await().until(() -> videos(two).watchers() == 1);
        cluster.lose(TWO);
        assertThat(page.noVideo())
            .isEqualTo("the stream runs on node " + TWO + ", which is not reachable");
        await().until(() -> videos(two).watchers() == 0);
        cluster.set(at(known, link.port()));
        try (Camera camera = new Camera(two)) {
          camera.group();
          page.takeBegin();
        }
      }
    }
  }

  @Test
  void aLinkThatTakesNothing_losesGroupsAtTheFarNode() throws Exception {
    ClusterView.Node known = cluster.get(TWO);
    try (PausedLink link = new PausedLink(known.http().port())) {
      cluster.set(at(known, link.port()));
      try (Page page = new Page(one);
          Camera camera = new Camera(two)) {
        camera.group();
        LiveSocket.Picture last = page.takeBegin();
        link.pause();
        while (videos(two).skippedGroups(SkipCause.SLOW) < 20) {
          camera.group();
        }
        link.resume();
        long newest = camera.number - 1;
        while (last.number() < newest) {
          last = page.take();
        }
      }
    }
  }

  private static ClusterView.Node at(ClusterView.Node node, int port) {
    return new ClusterView.Node(
        node.name(),
        node.status(),
        true,
        node.capacity(),
        node.labels(),
        node.weight(),
        node.streams(),
        node.age(),
        node.placer(),
        node.intake(),
        new NodeAddress("127.0.0.1", port));
  }
}
