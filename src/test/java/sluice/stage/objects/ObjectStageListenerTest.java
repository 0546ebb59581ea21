package sluice.stage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.Results;

class ObjectStageListenerTest implements SceneListener {
  private static final SceneSettings TRACK = SceneSettings.of(List.of(), List.of());

  private final List<SceneSettings> watched = new ArrayList<>();
  private final List<Long> followed = new ArrayList<>();

  @Override
  public void happened(SceneEvent event) {
    assertThat(watched).isNotEmpty();
  }

  @Override
  public void watching(SceneSettings settings) {
    watched.add(settings);
  }

  @Override
  public void followed(long nanos) {
    followed.add(nanos);
  }

  private static void frame(ObjectStage stage) {
    try (FrameResult result = Results.of(new FrameLedger(), TestPicture.bgr24(64, 48), 0, 0)) {
      stage.apply(result);
    }
  }

  @Test
  void listenerLearnsWhatIsWatched_andWhatFollowingTook() {
    ObjectStage stage =
        new ObjectStage(
            TRACK, 0.5, new SceneMemory(), this, ObjectPictures.NONE, StreamObserver.NONE);
    frame(stage);
    frame(stage);
    assertThat(watched).containsExactly(TRACK);
    assertThat(followed).hasSize(2).allMatch(nanos -> nanos > 0);

    stage.configure(SceneSettings.NONE, 0.5, List.of());
    frame(stage);
    stage.close();

    assertThat(watched).containsExactly(TRACK, SceneSettings.NONE);
    assertThat(followed).hasSize(2);
  }
}
