package sluice.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Direction;
import sluice.core.SluiceException;
import sluice.service.control.PersistedStreams;
import sluice.testing.CapturedLog;

/**
 * Nodes in one process, with what they keep together. {@code -Dsluice.state.long=true} runs those
 * that take long, too.
 */
@Timeout(180)
class ClusterStateTest {
  private static final String LONG = "sluice.state.long";

  @TempDir Path folder;

  @Test
  @EnabledIfSystemProperty(named = LONG, matches = "true")
  void acknowledgedChange_isReadAtOnceWhereItWasMade_andSoonEverywhere() throws Exception {
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3)) {
      cluster.node(3).put("gate", "{\"a\":1}");

      assertThat(cluster.node(3).store().kept().streams()).isEqualTo(Map.of("gate", "{\"a\":1}"));
      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(cluster.nodes())
                      .allMatch(node -> node.store().kept().streams().containsKey("gate")));

      cluster.node(2).pause("yard");
      cluster.node(2).put("gate", null);

      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(cluster.nodes())
                      .allMatch(node -> node.store().kept().streams().isEmpty())
                      .allMatch(node -> node.store().kept().paused().contains("yard")));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = LONG, matches = "true")
  void ofTwoChangesOfOneStream_atTwoNodes_oneIsRefused() throws Exception {
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3)) {
      PersistedStreams had = PersistedStreams.NONE;
      List<CompletableFuture<String>> changes =
          Stream.of(2, 3)
              .map(
                  number ->
                      CompletableFuture.supplyAsync(
                          () -> saved(cluster.node(number), had, "{\"a\":%d}".formatted(number))))
              .toList();

      List<String> answers = changes.stream().map(CompletableFuture::join).sorted().toList();

      assertThat(answers.getFirst()).isEmpty();
      assertThat(answers.getLast())
          .contains("was changed on another node at the same time")
          .endsWith("it was not made");
      StateCluster.await()
          .until(
              () ->
                  cluster.nodes().stream().map(node -> node.store().kept()).distinct().count()
                      == 1);
    }
  }

  private static String saved(StateNode node, PersistedStreams had, String json) {
    try {
      node.store().save(had, new PersistedStreams(Map.of("gate", json), Set.of()));
      return "";
    } catch (SluiceException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void killedWriter_isFollowed_andNodeThatWasAway_bringsNothingBack_andAllComesBackTogether()
      throws Exception {
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3)) {
      cluster.node(1).put("gone", "{}");
      cluster.node(2).put("gate", "{\"a\":1}");
      cluster.node(3).put("yard", "{\"a\":2}");
      assertKept(cluster, Map.of("gone", "{}", "gate", "{\"a\":1}", "yard", "{\"a\":2}"));

      cluster.kill(1);
      StateCluster.await().until(() -> cluster.node(3).refusal("gone", null).isEmpty());
      cluster.awaitUp();
      PersistedStreams had = cluster.node(2).store().kept();
      StateCluster.await()
          .until(() -> isConfirmed(cluster.node(3), cluster.node(3).store().kept()));
      cluster.node(3).put("gate", "{\"a\":3}");
      assertThat(isConfirmed(cluster.node(2), had)).isFalse();
      Map<String, String> streams = Map.of("gate", "{\"a\":3}", "yard", "{\"a\":2}");
      assertKept(cluster, streams);
      cluster.start(1);

      assertKept(cluster, streams);

      cluster.endAll();
      tear(cluster.folder(2).resolve("data/cluster"), StateKey.ofStream("gate").id());
      cluster.start(3, 2, 1);

      assertKept(cluster, streams);
      assertThat(
              cluster
                  .folder(2)
                  .resolve("data/cluster/" + StateKey.ofStream("gate").id() + ".state.damaged"))
          .exists();
    }
  }

  private static boolean isConfirmed(StateNode node, PersistedStreams had) {
    try {
      node.store().confirm(had, "gate");
      return true;
    } catch (SluiceException e) {
      return false;
    }
  }

  private static void tear(Path folder, String key) throws IOException {
    Path file = folder.resolve(key + ".state");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
  }

  private static void assertKept(StateCluster cluster, Map<String, String> streams) {
    StateCluster.await()
        .untilAsserted(
            () ->
                assertThat(cluster.nodes())
                    .allSatisfy(
                        node -> assertThat(node.store().kept().streams()).isEqualTo(streams)));
  }

  @Test
  @EnabledIfSystemProperty(named = LONG, matches = "true")
  void nodeThatIsCutOff_refusesChanges_andTheOthersGoOn() throws Exception {
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3)) {
      cluster.node(1).put("gate", "{}");

      AtomicInteger tries = new AtomicInteger();
      cluster.cutOff(1);

      assertThat(cluster.node(1).refusal("yard", "{\"a\":1}")).contains("can't be kept: ");
      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(
                          cluster
                              .node(1)
                              .refusal("door", "{\"a\":%d}".formatted(tries.incrementAndGet())))
                      .contains(" of 3 nodes can be reached (expected: at least 2)")
                      .endsWith("it was not made"));
      StateCluster.await().until(() -> cluster.node(2).refusal("yard", "{\"a\":2}").isEmpty());
      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(cluster.node(3).store().kept().streams())
                      .isEqualTo(Map.of("gate", "{}", "yard", "{\"a\":2}")));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = LONG, matches = "true")
  void nodesWhoseDiskIsFull_dontCount_andAreWrittenAgain() throws Exception {
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3);
        CapturedLog log = CapturedLog.of(StateFiles.class)) {
      cluster.node(1).put("gate", "{}");
      cluster.fill(2);
      cluster.fill(3);

      assertThat(cluster.node(1).refusal("yard", "{}"))
          .contains("can't be kept: ")
          .contains("it may still come");
      assertThat(cluster.node(1).refusal("door", "{}")).contains("can't be kept: ");
      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(log.lines(Level.WARN))
                      .hasSize(2)
                      .allMatch(line -> line.contains("data/cluster can't be written: ")));

      cluster.empty(2);
      cluster.empty(3);
      StateCluster.await().until(() -> cluster.node(1).refusal("wall", "{}").isEmpty());
      StateCluster.await().until(() -> log.lines(Level.INFO).size() == 2);
      cluster.fill(1);

      StateCluster.await().until(() -> cluster.node(2).refusal("roof", "{}").isEmpty());
      cluster.endAll();
      cluster.empty(1);
      cluster.start(3, 2, 1);

      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(cluster.nodes())
                      .allSatisfy(
                          node ->
                              assertThat(node.store().kept().streams())
                                  .containsKeys("gate", "wall", "roof")));
    }
  }

  @Test
  void secrets_areOnNoDisk_andNodeWithAnotherKey_saysSo_andLeavesThemAlone() throws Exception {
    Optional<String> key = Optional.of("0123456789abcdef");
    try (StateCluster cluster = new StateCluster(folder);
        CapturedLog log = CapturedLog.of(StreamView.class)) {
      cluster.start(1, key);
      cluster.start(2, key);
      cluster.start(3, Optional.of("another-0123456789"));
      cluster.awaitUp();

      StateCluster.await()
          .until(() -> cluster.node(2).refusal("gate", "{\"p\":\"marked\"}").isEmpty());

      assertThat(cluster.node(2).store().kept().streams()).containsKey("gate");
      StateCluster.await()
          .untilAsserted(
              () ->
                  assertThat(log.lines(Level.ERROR))
                      .singleElement()
                      .asString()
                      .contains("stream gate of the API can't be read"));
      assertThat(cluster.node(3).store().kept()).isEqualTo(PersistedStreams.NONE);
      assertThat(cluster.node(3).refusal("gate", "{}"))
          .contains("another sluice.cluster.state-key");
      assertThat(cluster.node(3).refusal("yard", "{}")).contains("sluice.cluster.state-key");
      // Only who has seen the stream may change it: node 2 made it, node 1 is told a little later.
      StateCluster.await()
          .until(() -> cluster.node(1).store().kept().streams().containsKey("gate"));
      cluster.node(1).pause("gate");
      assertThat(cluster.node(1).store().kept().paused()).contains("gate");
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(file -> file.toString().endsWith(".state")))
            .isNotEmpty()
            .noneMatch(ClusterStateTest::isMarked);
      }
    }
  }

  private static boolean isMarked(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("marked");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = LONG, matches = "true")
  void counts_followTheirStream_andSurviveTheEndOfAll() throws Exception {
    Map<String, Map<Direction, Map<String, Long>>> three = counts(3);
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3)) {
      assertThat(done(cluster.node(1).counts().begin("gate", 5))).isEmpty();
      assertThat(done(cluster.node(1).counts().keep(Map.of("gate", counts(2))))).isTrue();
      assertThat(done(cluster.node(1).counts().flush("gate", three))).isTrue();
      assertThat(done(cluster.node(1).counts().keep(Map.of("gate", counts(9))))).isTrue();

      assertThat(done(cluster.node(3).counts().begin("gate", 6))).isEqualTo(three);
      assertThat(done(cluster.node(3).counts().keep(Map.of("gate", counts(4))))).isTrue();
      StateCluster.await()
          .until(() -> done(cluster.node(1).counts().begin("gate", 4)).equals(counts(4)));
      done(cluster.node(1).counts().flush("gate", counts(99)));

      cluster.endAll();
      cluster.start(2, 3, 1);

      assertThat(done(cluster.node(2).counts().begin("gate", 7))).isEqualTo(counts(4));
      done(cluster.node(2).counts().forget("gate"));
      assertThat(done(cluster.node(1).counts().begin("gate", 8))).isEmpty();
    }
  }

  private static Map<String, Map<Direction, Map<String, Long>>> counts(long people) {
    return Map.of("door", Map.of(Direction.values()[0], Map.of("person", people)));
  }

  private static <T> T done(CompletionStage<T> asked) {
    return asked.toCompletableFuture().join();
  }
}
