package sluice.service.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.config.ConfigReader;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;
import sluice.service.model.ModelRegistry;
import sluice.service.stream.StreamManager;

@Timeout(60)
class ServiceControlTest {
  private static final String LOBBY =
      "{\"id\":\"lobby\",\"source\":\"rtsp://u:secret@10.0.0.1/1\"}";

  @TempDir Path temp;
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<StreamManager.Command> streams =
      kit.createTestProbe(StreamManager.Command.class);
  private final TestProbe<ModelRegistry.Command> models =
      kit.createTestProbe(ModelRegistry.Command.class);
  private StreamStore store;
  private ServiceControl control;

  @BeforeEach
  void start() throws IOException {
    write(
        """
        sluice.streams.yard.source = "rtsp://10.0.0.2/1"
        sluice.streams.door.source = "rtsp://10.0.0.3/1"
        """);
    restart();
    expectPut("yard", false);
    expectPut("door", false);
  }

  @AfterEach
  void stop() {
    control.close();
    store.close();
    kit.shutdownTestKit();
  }

  private Path file() {
    return temp.resolve("a.conf");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private ConfigResult<ServiceConfig> read() {
    return new ConfigReader(surroundings()).read(file());
  }

  private static ReadContext surroundings() {
    return new ReadContext(
        Map.of("HOME", "/home/somebody"),
        path -> true,
        address -> Optional.empty(),
        Configuration.tables().facts());
  }

  /** As after kill -9: nothing is closed in order but the lock. */
  private void restart() {
    if (store != null) {
      store.close();
    }
    store = FileStreamStore.open(temp.resolve("data"));
    ServiceConfig config =
        switch (read()) {
          case ConfigResult.Fine<ServiceConfig>(ServiceConfig fine) -> fine;
          case ConfigResult.Refused<ServiceConfig> refused -> throw new AssertionError(refused);
        };
    control =
        ServiceControl.of(
            new ServiceControl.Setup(
                file().toString(),
                this::read,
                new StreamJson(surroundings()),
                store,
                new LocalDispatcher(streams.getRef(), kit.system()),
                reloaded -> {}),
            config,
            models.getRef());
    control.begin();
  }

  private void expectPut(String id, boolean paused) {
    StreamManager.Put put = streams.expectMessageClass(StreamManager.Put.class);
    assertThat(put.spec().id()).isEqualTo(id);
    assertThat(put.paused()).as("paused").isEqualTo(paused);
  }

  private static <T> T done(CompletionStage<T> asked) throws Exception {
    return asked.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void createdStream_runs_andSurvivesRestart() throws Exception {
    assertThat(done(control.create(LOBBY))).isInstanceOf(ChangeAnswer.Done.class);
    expectPut("lobby", false);
    assertThat(control.state().isOfApi("lobby")).isTrue();

    restart();
    expectPut("yard", false);
    expectPut("door", false);
    expectPut("lobby", false);
    assertThat(control.state().streams().get("lobby").config().source().reveal())
        .isEqualTo("rtsp://u:secret@10.0.0.1/1");

    assertThat(done(control.remove("lobby"))).isInstanceOf(ChangeAnswer.Done.class);
    assertThat(streams.expectMessageClass(StreamManager.Remove.class).id()).isEqualTo("lobby");
    restart();
    assertThat(control.state().streams()).containsOnlyKeys("yard", "door");
  }

  @Test
  void pauses_surviveRestart_alsoForStreamsOfConfigFile() throws Exception {
    done(control.pause("yard"));
    assertThat(streams.expectMessageClass(StreamManager.Pause.class).id()).isEqualTo("yard");

    restart();
    expectPut("yard", true);
    expectPut("door", false);

    done(control.resume("yard"));
    streams.expectMessageClass(StreamManager.Resume.class);
    restart();
    expectPut("yard", false);
  }

  @Test
  void patch_changesSettings_andKeepsCredentials() throws Exception {
    done(control.create(LOBBY));
    expectPut("lobby", false);

    assertThat(done(control.patch("lobby", "{\"threshold\": 0.7}")))
        .isInstanceOf(ChangeAnswer.Done.class);

    StreamManager.Put put = streams.expectMessageClass(StreamManager.Put.class);
    assertThat(put.spec().config().threshold()).hasValue(0.7);
    assertThat(put.spec().config().source().reveal()).contains("secret");
  }

  @Test
  void refusedChange_changesNothing() throws Exception {
    done(control.create(LOBBY));
    expectPut("lobby", false);
    PersistedStreams kept = store.kept();

    assertThat(done(control.create(LOBBY))).isEqualTo(new ChangeAnswer.Exists("lobby"));
    assertThat(done(control.create("{\"id\":\"x\",\"sorce\":1}")))
        .isInstanceOf(ChangeAnswer.Refused.class);
    assertThat(done(control.remove("absent"))).isEqualTo(new ChangeAnswer.Unknown("absent"));
    assertThat(done(control.pause("absent"))).isEqualTo(new ChangeAnswer.Unknown("absent"));
    assertThat(done(control.remove("yard")))
        .isEqualTo(new ChangeAnswer.OfFile("yard", file().toString()));
    assertThat(done(control.patch("yard", "{\"threshold\":0.5}")))
        .isEqualTo(new ChangeAnswer.OfFile("yard", file().toString()));

    assertThat(store.kept()).isEqualTo(kept);
    streams.expectNoMessage();
  }

  @Test
  void aChangeThatCannotBeKept_isNotMade() throws Exception {
    Files.createDirectories(temp.resolve("data/streams.json.new/in/the/way"));

    assertThat(done(control.create(LOBBY))).isInstanceOf(ChangeAnswer.NotKept.class);

    assertThat(control.state().streams()).doesNotContainKey("lobby");
    streams.expectNoMessage();
  }

  @Test
  void reload_affectsOnlyDifferences() throws Exception {
    done(control.create(LOBBY));
    expectPut("lobby", false);
    done(control.pause("yard"));
    streams.expectMessageClass(StreamManager.Pause.class);
    write(
        """
        sluice.streams.door.source = "rtsp://10.0.0.3/2"
        sluice.streams.gate.source = "rtsp://10.0.0.4/1"
        sluice.models.fast.model = person-detection-hog
        sluice.http.port = 9000
        """);

    ReloadAnswer.Done answer = (ReloadAnswer.Done) done(control.reload());

    assertThat(answer.streams())
        .isEqualTo(
            new ConfigDiff(List.of("gate"), List.of("door"), List.of("yard"), List.of("lobby")));
    assertThat(answer.models().added()).containsExactly("fast");
    assertThat(answer.atNextStart()).containsExactly("http");
    assertThat(models.expectMessageClass(ModelRegistry.Apply.class).models()).containsKey("fast");
    assertThat(streams.expectMessageClass(StreamManager.Remove.class).id()).isEqualTo("yard");
    expectPut("door", false);
    expectPut("gate", false);
    streams.expectNoMessage();
    assertThat(store.kept().paused()).as("a pause goes with its stream").isEmpty();
  }

  @Test
  void reloadOfInvalidFile_changesNothing() throws Exception {
    write("sluice.streams.yard.sorce = 1");

    ReloadAnswer answer = done(control.reload());

    assertThat(answer).isInstanceOf(ReloadAnswer.Refused.class);
    assertThat(control.state().streams()).containsOnlyKeys("yard", "door");
    streams.expectNoMessage();
    models.expectNoMessage();
  }

  @Test
  void modelUsedByApiStream_isNotRemovable() throws Exception {
    write("sluice.models.fast.model = person-detection-hog");
    done(control.reload());
    done(control.create(LOBBY.replace("}", ",\"model\":\"fast\"}")));
    write("");

    ReloadAnswer.Refused answer = (ReloadAnswer.Refused) done(control.reload());

    assertThat(answer.problems()).singleElement().asString().contains("lobby", "fast");
    assertThat(control.state().streams()).containsKey("lobby");

    restart();
    assertThat(control.state().streams()).as("it can't run").doesNotContainKey("lobby");
    assertThat(store.kept().streams()).as("but is not forgotten").containsKey("lobby");
  }
}
