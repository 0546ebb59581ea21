package sluice.cluster.state;

import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;

/** Cuts the network between actor systems of one process, which are in Artery's test mode. */
@SuppressWarnings(
    "deprecation") // of classic remoting, and still what Artery takes such commands by
final class Blackhole {
  private Blackhole() {}

  /** Loses all that goes between two systems from now on. */
  static void between(ActorSystem<?> one, ActorSystem<?> other) {
    cut(one, other);
    cut(other, one);
  }

  private static void cut(ActorSystem<?> at, ActorSystem<?> to) {
    Address address = Cluster.get(to).selfMember().address();
    RemoteActorRefProvider provider =
        (RemoteActorRefProvider) ((ExtendedActorSystem) at.classicSystem()).provider();
    Object command =
        new ThrottlerTransportAdapter.SetThrottle(
            address,
            (ThrottlerTransportAdapter.Direction)
                module(
                    "org.apache.pekko.remote.transport.ThrottlerTransportAdapter$Direction$Both$"),
            (ThrottlerTransportAdapter.ThrottleMode)
                module("org.apache.pekko.remote.transport.ThrottlerTransportAdapter$Blackhole$"));
    provider.transport().managementCommand(command);
  }

  /** Objects of Scala that Java can't name. */
  private static Object module(String name) {
    try {
      return Class.forName(name).getField("MODULE$").get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
