package sluice.cluster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;
import sluice.cluster.stream.PlacementNode.Condition;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * A cluster in virtual time: the books of a placer and of agents, and a network between them that
 * loses, delays, reorders and doubles messages, while nodes and placers come and go. At no time may
 * a stream run at two nodes.
 */
final class SimulatedCluster {
  static final Duration MARGIN = Duration.ofSeconds(7);
  private static final long TICK = PlacementBook.TICK.toMillis();

  final int seed;
  final Random random;
  final Map<String, DesiredStream> desired = new TreeMap<>();
  final Map<NodeId, Node> members = new LinkedHashMap<>();
  private final Map<NodeId, Removal> removed = new LinkedHashMap<>();
  private final List<Node> all = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));

  /** Of the desired state. */
  long versions = 1;

  private long now;
  private long order;
  private long uid;
  private boolean calm;
  @Nullable Placer placer;

  private record Event(long at, long order, Runnable action) {}

  private record Removal(long at, boolean orderly) {}

  SimulatedCluster(int seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** A machine with its agent. */
  final class Node implements LocalStreams {
    final NodeId id;
    final double capacity;
    final Set<String> labels;
    final Map<String, String> running = new HashMap<>();
    final TestInbox<AgentCommand> inbox = TestInbox.create();
    final AgentBook book;
    boolean connected = true;
    boolean alive = true;
    boolean leaving;
    Condition condition = Condition.UP;

    Node(String address, double capacity, Set<String> labels) {
      this.id = new NodeId(address, ++uid);
      this.capacity = capacity;
      this.labels = labels;
      this.book = new AgentBook(id, this, this::whenEnded);
    }

    PlacementNode info() {
      return new PlacementNode(id, capacity, labels, condition, Optional.of(inbox.getRef()));
    }

    @Override
    public void run(String stream, String spec, boolean paused, long epoch) {
      if (!calm && random.nextInt(50) == 0) {
        throw new SluiceException(ErrorCode.values()[0], "not today");
      }
      running.put(stream, spec);
      List<NodeId> nodes =
          all.stream().filter(node -> node.running.containsKey(stream)).map(n -> n.id).toList();
      assertThat(nodes).as("%s of seed %d at %d ms", stream, seed, now).hasSize(1);
    }

    @Override
    public CompletionStage<Done> halt(String stream, boolean removed) {
      return new CompletableFuture<>();
    }

    @Override
    public OptionalDouble weight(String stream) {
      return OptionalDouble.empty();
    }

    private void whenEnded(String stream, CompletionStage<Done> end) {
      boolean fails = !calm && random.nextInt(30) == 0;
      long takes = random.nextInt(10) == 0 ? random.nextInt(15_000) : random.nextInt(500);
      after(
          takes,
          () -> {
            if (alive) {
              if (!fails) {
                running.remove(stream);
              }
              book.ended(stream, fails ? new IllegalStateException("stuck") : null);
              flush();
            }
          });
    }

    void end() {
      alive = false;
      connected = false;
      running.clear();
    }
  }

  /** A life of the placer. */
  final class Placer {
    final TestInbox<AgentReply> inbox = TestInbox.create();
    final PlacementBook book =
        new PlacementBook(
            PlacerSettings.withMargin(MARGIN),
            new PlacerOutbox(inbox.getRef(), this::send),
            id -> OptionalDouble.empty());
    private boolean planned;

    private void send(PlacementNode info, AgentCommand command) {
      Node node = members.get(info.id());
      if (node != null && node.connected) {
        carry(
            () -> {
              if (node.connected) {
                SimulatedCluster.this.receive(node, command);
              }
            });
      }
    }

    void changed() {
      if (book.isDirty() && !planned) {
        planned = true;
        after(
            20,
            () -> {
              planned = false;
              if (placer == this) {
                book.plan();
                changed();
              }
            });
      }
    }

    void tick() {
      if (placer == this) {
        book.advance(TICK);
        book.tick();
        changed();
        after(TICK, this::tick);
      }
    }

    void receive(AgentReply reply) {
      book.answer(reply);
      changed();
    }
  }

  private void receive(Node node, AgentCommand command) {
    switch (command) {
      case AgentCommand.What what -> node.book.what(what);
      case AgentCommand.Run run -> node.book.run(run);
      case AgentCommand.Halt halt -> node.book.halt(halt);
      default -> throw new IllegalArgumentException("not over the network: " + command);
    }
    flush();
  }

  /** Whatever agents have told placers goes into the network. */
  private void flush() {
    for (Placer to : placers) {
      for (AgentReply reply : to.inbox.getAllReceived()) {
        Node from = members.get(reply.node());
        if (from != null && from.connected) {
          carry(
              () -> {
                if (from.connected && placer == to) {
                  to.receive(reply);
                }
              });
        }
      }
    }
  }

  private final List<Placer> placers = new ArrayList<>();

  private void carry(Runnable delivery) {
    if (!calm && random.nextInt(10) == 0) {
      return;
    }
    after(delay(), delivery);
    if (!calm && random.nextInt(20) == 0) {
      after(delay() + random.nextInt(3_000), delivery);
    }
  }

  private long delay() {
    return !calm && random.nextInt(10) == 0 ? random.nextInt(3_000) : 1 + random.nextInt(20);
  }

  void after(long millis, Runnable action) {
    events.add(new Event(now + millis, order++, action));
  }

  void run(long millis) {
    long until = now + millis;
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.remove();
      now = event.at();
      event.action().run();
    }
    now = until;
  }

  Node addNode(double capacity, Set<String> labels) {
    Node node = new Node("n" + all.size(), capacity, labels);
    all.add(node);
    members.put(node.id, node);
    tellMembers();
    return node;
  }

  void want(DesiredStream stream) {
    desired.put(stream.id(), stream);
    tellDesired();
  }

  void wantNoMore(String id) {
    desired.remove(id);
    tellDesired();
  }

  private void tellDesired() {
    if (placer != null) {
      placer.book.allDesired(List.copyOf(desired.values()));
      placer.changed();
    }
  }

  /** Another placer takes the place of the one that is there. */
  void newPlacer() {
    Placer next = new Placer();
    placers.add(next);
    placer = next;
    tellMembers();
    tellDesired();
    next.tick();
  }

  void tellMembers() {
    if (placer != null) {
      List<GoneNode> gone = new ArrayList<>();
      removed.forEach(
          (id, removal) ->
              gone.add(new GoneNode(id, removal.orderly(), Duration.ofMillis(now - removal.at()))));
      placer.book.nodes(
          new PlacerCommand.Nodes(members.values().stream().map(Node::info).toList(), gone));
      placer.changed();
    }
  }

  void remove(Node node, boolean orderly) {
    if (members.remove(node.id) != null) {
      removed.put(node.id, new Removal(now, orderly));
      tellMembers();
    }
  }

  /** The process dies, which the others notice later. */
  void kill(Node node) {
    node.end();
    after(1_000 + random.nextInt(5_000), () -> remove(node, false));
  }

  /** It goes on for itself until it notices, within the margin. */
  void cutOff(Node node) {
    node.connected = false;
    after(
        1_000 + random.nextInt(9_000),
        () -> {
          remove(node, false);
          after(random.nextInt((int) MARGIN.toMillis() - 100), node::end);
        });
  }

  void cutOffForAWhile(Node node) {
    node.connected = false;
    node.condition = Condition.UNREACHABLE;
    tellMembers();
    after(
        random.nextInt(5_000),
        () -> {
          if (members.containsKey(node.id) && node.alive) {
            node.connected = true;
            node.condition = Condition.UP;
            tellMembers();
          }
        });
  }

  /** It is emptied, as long as there is time, and leaves in order. */
  void leave(Node node) {
    node.leaving = true;
    node.book.leave();
    long last = now + 15_000;
    sayLeaving(node, last);
  }

  private void sayLeaving(Node node, long last) {
    if (!members.containsKey(node.id) || !node.alive) {
      return;
    }
    if (node.running.isEmpty() || now >= last) {
      node.end();
      remove(node, true);
    } else {
      node.book.sayLeaving();
      flush();
      after(1_000, () -> sayLeaving(node, last));
    }
  }

  /** From now on nothing goes wrong. */
  void calm() {
    calm = true;
  }

  /** Members that can be reached and don't leave. */
  List<Node> staying() {
    return members.values().stream()
        .filter(node -> node.connected && node.condition == Condition.UP && !node.leaving)
        .toList();
  }

  Map<String, Node> running() {
    Map<String, Node> running = new HashMap<>();
    for (Node node : all) {
      for (String id : node.running.keySet()) {
        assertThat(running.put(id, node)).as("%s of seed %d", id, seed).isNull();
      }
    }
    return running;
  }
}
