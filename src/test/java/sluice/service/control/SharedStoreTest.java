package sluice.service.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.StreamJson;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.service.model.ModelRegistry;
import sluice.service.stream.StreamManager;
import sluice.testing.ConfigText;

/** A control whose store is changed by others too. */
@Timeout(60)
class SharedStoreTest {
  private static final String LOBBY = "{\"id\":\"lobby\",\"source\":\"rtsp://10.0.0.1/1\"}";

  @TempDir Path temp;
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<StreamManager.Command> streams =
      kit.createTestProbe(StreamManager.Command.class);
  private final SharedStore store = new SharedStore();
  private final List<Set<String>> heard = new CopyOnWriteArrayList<>();
  private ServiceControl control;

  @BeforeEach
  void start() {
    ConfigText text = ConfigText.of(temp, "sluice.streams.yard.source = \"rtsp://10.0.0.2/1\"");
    ServiceConfig config = text.fine();
    control =
        ServiceControl.of(
            new ServiceControl.Setup(
                "a.conf",
                () -> new sluice.config.ConfigReader(text.surroundings()).read(text.file()),
                new StreamJson(text.surroundings()),
                store,
                new LocalDispatcher(streams.getRef(), kit.system()),
                reloaded -> {}),
            config,
            kit.<ModelRegistry.Command>createTestProbe().ref());
    control.listen(state -> heard.add(state.streams().keySet()));
  }

  @AfterEach
  void stop() {
    control.close();
    kit.shutdownTestKit();
  }

  @Test
  void changesFromElsewhere_areInTheState_andHeard_andSentToNobody() throws Exception {
    store.change(new PersistedStreams(Map.of("lobby", LOBBY), Set.of("yard")));

    Awaitility.await().until(() -> control.state().streams().containsKey("lobby"));
    assertThat(control.state().streams().get("yard").paused()).isTrue();
    assertThat(heard).containsExactly(Set.of("yard"), Set.of("yard", "lobby"));
    streams.expectNoMessage();
    assertThat(control.create(LOBBY).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ChangeAnswer.Exists.class);

    store.change(PersistedStreams.NONE);

    Awaitility.await().until(() -> !control.state().streams().containsKey("lobby"));
    assertThat(control.state().streams().get("yard").paused()).isFalse();
  }

  @Test
  void ownChanges_areHeard_andSavedAgainstWhatTheyWereDecidedBy() throws Exception {
    assertThat(control.create(LOBBY).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ChangeAnswer.Done.class);
    assertThat(heard).containsExactly(Set.of("yard"), Set.of("yard", "lobby"));
    PersistedStreams decidedBy = store.kept();

    store.changeUnheard(new PersistedStreams(decidedBy.streams(), Set.of("lobby")));

    assertThat(control.pause("yard").toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(new ChangeAnswer.NotKept("changed by another"));
    assertThat(store.had).isEqualTo(decidedBy);
  }

  @Test
  void changeThatIsNoneHere_isMadeSureOf_forOthersMayHaveChangedTheStream() throws Exception {
    store.change(new PersistedStreams(Map.of(), Set.of("yard")));
    Awaitility.await().until(() -> control.state().streams().get("yard").paused());
    assertThat(control.pause("yard").toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ChangeAnswer.Done.class);

    store.changeUnheard(PersistedStreams.NONE);

    assertThat(control.pause("yard").toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(new ChangeAnswer.NotKept("changed by another"));
  }

  /** Keeps what others save too, and refuses what was decided by something else. */
  private static final class SharedStore implements StreamStore {
    private PersistedStreams kept = PersistedStreams.NONE;
    private volatile PersistedStreams had = PersistedStreams.NONE;
    private Runnable listener = () -> {};

    void change(PersistedStreams content) {
      changeUnheard(content);
      listener.run();
    }

    synchronized void changeUnheard(PersistedStreams content) {
      kept = content;
    }

    @Override
    public synchronized PersistedStreams kept() {
      return kept;
    }

    @Override
    public synchronized void save(PersistedStreams before, PersistedStreams content) {
      if (!before.equals(content)) {
        keep(before, content);
      }
    }

    private void keep(PersistedStreams before, PersistedStreams content) {
      had = before;
      if (!before.equals(kept)) {
        throw new SluiceException(ErrorCode.OUTPUT, "changed by another");
      }
      kept = content;
    }

    @Override
    public synchronized void confirm(PersistedStreams before, String id) {
      keep(before, before);
    }

    @Override
    public void listen(Runnable changed) {
      listener = changed;
    }

    @Override
    public void close() {}
  }
}
