package sluice.http.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.settings.NodeAddress;
import sluice.core.LiveVideo;
import sluice.core.LiveVideoViewer;
import sluice.core.LiveViewer;
import sluice.http.live.LivePictures;

/** Video of a stream here is watched here, that of another node's not at all. */
@Timeout(60)
class ClusterVideoTest {
  private static final String SELF = "10.0.0.1:25520";

  private final ActorTestKit kit = ActorTestKit.create();
  private final List<String> watchedHere = new ArrayList<>();
  private final ClusterPictures pictures =
      new ClusterPictures(
          kit.system(),
          new Placed(),
          new NodeClient(
              kit.system(),
              new HttpCluster(
                  ClusterPort.NONE,
                  new NodeAddress("127.0.0.1", 0),
                  Optional.empty(),
                  Optional.empty())),
          new Own(),
          Duration.ofSeconds(1));

  @AfterEach
  void stop() {
    pictures.close();
    kit.shutdownTestKit();
  }

  @Test
  void aStreamThatRunsHere_orNobodyKnowsWhere_isWatchedHere() {
    pictures.video("here", () -> {}).close();
    pictures.video("nowhere", () -> {}).close();
    assertThat(watchedHere).containsExactly("here", "nowhere");
  }

  @Test
  void ofAStreamThatRunsElsewhere_itIsSaidThatThereIsNone() {
    LiveVideoViewer viewer = pictures.video("there", () -> {});
    assertThat(viewer.next())
        .contains(
            new LiveVideo.Unavailable(
                "there", "the stream runs on 10.0.0.2:25520, whose server sends its video"));
    assertThat(viewer.next()).isEmpty();
    assertThat(watchedHere).isEmpty();
  }

  private final class Own implements LivePictures {
    @Override
    public LiveViewer watch(String stream, int width, Runnable news) {
      throw new AssertionError("no pictures are asked for");
    }

    @Override
    public LiveVideoViewer video(String stream, Runnable news) {
      watchedHere.add(stream);
      return LiveVideoViewer.ofNone(stream, "");
    }
  }

  private static final class Placed implements ClusterPort {
    @Override
    public boolean isCluster() {
      return true;
    }

    @Override
    public ClusterView view() {
      return new ClusterView(SELF, List.of());
    }

    @Override
    public StreamPlacement placement(String stream) {
      return switch (stream) {
        case "here" -> StreamPlacement.runs(SELF, 1);
        case "there" -> StreamPlacement.runs("10.0.0.2:25520", 1);
        default -> StreamPlacement.UNKNOWN;
      };
    }

    @Override
    public CompletionStage<ClusterReply> drain(String node) {
      throw new UnsupportedOperationException(node);
    }

    @Override
    public CompletionStage<ClusterReply> endDrain(String node) {
      throw new UnsupportedOperationException(node);
    }

    @Override
    public CompletionStage<ClusterReply> move(String stream, String to) {
      throw new UnsupportedOperationException(stream);
    }
  }
}
