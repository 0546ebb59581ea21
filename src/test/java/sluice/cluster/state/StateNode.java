package sluice.cluster.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.app.StreamSystem;
import sluice.cluster.ClusterMembership;
import sluice.cluster.ClusterNode;
import sluice.config.settings.ClusterConfig;
import sluice.core.SluiceException;
import sluice.service.control.PersistedStreams;
import sluice.testing.ConfigText;

/** A node of {@link StateCluster}: an actor system with what the cluster keeps. */
final class StateNode implements AutoCloseable {
  private final StreamSystem streams;
  private final ClusterMembership membership;
  private final ClusterState state;
  private final ClusterStreamStore store;

  /** Starts a node in a folder that it may have had before. */
  StateNode(Path folder, String settings, Optional<String> key) {
    try {
      Files.createDirectories(folder);
      ConfigText text =
          ConfigText.of(
              folder,
              "sluice.cluster { %s\n state-key = ${?KEY_OF_CLUSTER} }\n".formatted(settings)
                  + "pekko.remote.artery.advanced.test-mode = on\n");
      ClusterConfig config =
          key.map(secret -> text.with("KEY_OF_CLUSTER", secret)).orElse(text).fine().cluster();
      streams = StreamSystem.start(text.file(), config);
      state = ClusterState.start(streams.system(), config, folder.resolve("data"));
      membership = ClusterMembership.start(streams.system(), config, _ -> {});
      store = state.streams();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ActorSystem<Void> system() {
    return streams.system();
  }

  ClusterStreamStore store() {
    return store;
  }

  ClusterCounts counts() {
    return state.counts();
  }

  boolean sees(int up) {
    return membership.nodes().all().size() == up
        && membership.nodes().all().stream()
            .allMatch(node -> node.status() == ClusterNode.Status.UP);
  }

  /** Keeps other settings of a stream; null removes it. */
  void put(String id, @Nullable String json) {
    PersistedStreams had = store.kept();
    Map<String, String> streams = new LinkedHashMap<>(had.streams());
    if (json == null) {
      streams.remove(id);
    } else {
      streams.put(id, json);
    }
    store.save(had, new PersistedStreams(streams, had.paused()));
  }

  void pause(String id) {
    PersistedStreams had = store.kept();
    Set<String> paused = new LinkedHashSet<>(had.paused());
    paused.add(id);
    store.save(had, new PersistedStreams(had.streams(), paused));
  }

  /** The message of a change that isn't kept; empty where it was. */
  String refusal(String id, @Nullable String json) {
    try {
      put(id, json);
      return "";
    } catch (SluiceException e) {
      return e.getMessage();
    }
  }

  /** Leaves in order, and ends. */
  void leave() {
    membership.close();
    streams.close();
  }

  /** Ends at once, without a word to the others. */
  @Override
  public void close() {
    streams.close();
  }
}
