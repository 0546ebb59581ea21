package sluice.cluster.state;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** Hands on what comes to this node's replica of the streams. */
final class StreamsWatch {
  private StreamsWatch() {}

  /**
   * Its behaviour.
   *
   * @param seen told of each part that has changed; must not block
   */
  static Behavior<Replicator.SubscribeResponse<StreamBucket>> create(
      StateReplicator replicator, Consumer<StreamBucket> seen) {
    return Behaviors.setup(
        context -> {
          StateKey.STREAMS.forEach(key -> replicator.subscribe(key, context.getSelf()));
          return Behaviors.receiveMessage(
              message -> {
                if (message instanceof Replicator.Changed<StreamBucket> changed) {
                  seen.accept(changed.dataValue());
                }
                return Behaviors.same();
              });
        });
  }
}
