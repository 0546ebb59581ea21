package sluice.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import sluice.config.settings.NodeAddress;

/** Keeps {@link ClusterNodes} by the events of the cluster; an actor. */
final class NodesWatch {
  private final ClusterNodes nodes;
  private final UniqueAddress self;
  private final Map<UniqueAddress, Member> members = new HashMap<>();
  private final Set<UniqueAddress> unreachable = new HashSet<>();

  private NodesWatch(ClusterNodes nodes, UniqueAddress self) {
    this.nodes = nodes;
    this.self = self;
  }

  /** The actor. The state at its start comes as events too. */
  static Behavior<ClusterDomainEvent> create(ClusterNodes nodes) {
    return Behaviors.setup(
        context -> {
          Cluster cluster = Cluster.get(context.getSystem());
          ActorRef<ClusterDomainEvent> own = context.getSelf();
          cluster
              .subscriptions()
              .tell(Subscribe.create(own.<MemberEvent>narrow(), MemberEvent.class));
          cluster
              .subscriptions()
              .tell(Subscribe.create(own.<UnreachableMember>narrow(), UnreachableMember.class));
          cluster
              .subscriptions()
              .tell(Subscribe.create(own.<ReachableMember>narrow(), ReachableMember.class));
          NodesWatch watch = new NodesWatch(nodes, cluster.selfMember().uniqueAddress());
          return Behaviors.receive(ClusterDomainEvent.class)
              .onAnyMessage(
                  event -> {
                    watch.take(event);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private void take(ClusterDomainEvent event) {
    switch (event) {
      case MemberRemoved removed -> {
        members.remove(removed.member().uniqueAddress());
        unreachable.remove(removed.member().uniqueAddress());
      }
      case MemberEvent changed -> members.put(changed.member().uniqueAddress(), changed.member());
      case UnreachableMember lost -> unreachable.add(lost.member().uniqueAddress());
      case ReachableMember heard -> unreachable.remove(heard.member().uniqueAddress());
      default -> {}
    }
    nodes.set(view());
  }

  private List<ClusterNode> view() {
    List<Member> byAge = new ArrayList<>();
    for (Member member : members.values()) {
      if (status(member) != ClusterNode.Status.JOINING) {
        byAge.add(member);
      }
    }
    byAge.sort(Member.ageOrdering());
    List<ClusterNode> result = new ArrayList<>();
    for (Member member : members.values()) {
      result.add(node(member, byAge.indexOf(member) + 1));
    }
    result.sort(Comparator.comparing(node -> node.address().toString()));
    return List.copyOf(result);
  }

  private ClusterNode node(Member member, int age) {
    NodeRoles roles = NodeRoles.parse(member.getRoles());
    return new ClusterNode(
        address(member.address()),
        member.uniqueAddress().longUid(),
        status(member),
        !unreachable.contains(member.uniqueAddress()),
        roles.capacity(),
        roles.labels(),
        age,
        member.uniqueAddress().equals(self));
  }

  private static NodeAddress address(Address address) {
    String host = address.getHost().orElse("");
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new NodeAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, address.getPort().orElse(0));
  }

  private static ClusterNode.Status status(Member member) {
    MemberStatus status = member.status();
    if (status.equals(MemberStatus.up())) {
      return ClusterNode.Status.UP;
    } else if (status.equals(MemberStatus.leaving())) {
      return ClusterNode.Status.LEAVING;
    } else if (status.equals(MemberStatus.exiting())) {
      return ClusterNode.Status.EXITING;
    } else if (status.equals(MemberStatus.down()) || status.equals(MemberStatus.removed())) {
      return ClusterNode.Status.DOWN;
    }
    return ClusterNode.Status.JOINING;
  }
}
