package sluice.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import sluice.config.settings.NodeAddress;
import sluice.http.cluster.ClusterPort;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.ClusterView;
import sluice.http.cluster.HttpCluster;
import sluice.http.cluster.NodeEngines;
import sluice.http.cluster.StreamPlacement;

/** A cluster of real servers in this process, and a test that says which of them runs what. */
public final class FakeCluster implements AutoCloseable {
  static final byte[] TICKET_KEY =
      "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Path folder;
  private final Map<String, ClusterView.Node> nodes = new LinkedHashMap<>();
  private final List<TestService> services = new ArrayList<>();
  private final Map<String, StreamPlacement> placements = new ConcurrentHashMap<>();

  /** What operators asked for. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /** What they are answered. */
  public volatile ClusterReply reply = new ClusterReply.Accepted();

  /** A cluster without nodes; they keep their files in the folder. */
  public FakeCluster(Path folder) {
    this.folder = folder;
  }

  /** Starts a node without TLS. */
  public TestService start(String name) {
    return start(name, TestHttpSettings.http(), Optional.empty(), ConfigFactory.empty());
  }

  /** Starts a node. */
  public TestService start(
      String name, TestHttpSettings settings, Optional<NodeEngines> tls, Config pekko) {
    TestService service =
        new TestService(
            folder.resolve(name).toFile().mkdirs() ? folder.resolve(name) : folder,
            settings,
            Optional.of(
                new HttpCluster(
                    new Port(name), new NodeAddress("127.0.0.1", 0), tls, Optional.of(TICKET_KEY))),
            pekko);
    InetSocketAddress http = service.server.nodeAddress().orElseThrow();
    set(node(name, new NodeAddress("127.0.0.1", http.getPort())));
    services.add(service);
    return service;
  }

  private synchronized ClusterView.Node node(String name, NodeAddress http) {
    return new ClusterView.Node(
        name,
        ClusterView.Status.UP,
        true,
        4,
        Set.of("gpu"),
        1.5,
        1,
        nodes.size() + 1,
        nodes.isEmpty(),
        ClusterView.Intake.OPEN,
        http);
  }

  /** Says how a node is, which need not be a server. */
  public synchronized void set(ClusterView.Node node) {
    nodes.put(node.name(), node);
  }

  /** How a node is. */
  public synchronized ClusterView.Node get(String name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow();
  }

  /** The others don't hear of it any more. */
  public void lose(String name) {
    ClusterView.Node node = get(name);
    set(
        new ClusterView.Node(
            node.name(),
            node.status(),
            false,
            node.capacity(),
            node.labels(),
            node.weight(),
            node.streams(),
            node.age(),
            node.placer(),
            ClusterView.Intake.CLOSED,
            node.http()));
  }

  /** Says where a stream is. */
  public void place(String stream, StreamPlacement placement) {
    placements.put(stream, placement);
  }

  /** A node runs a stream, and no other does. */
  void run(String stream, String node, long epoch) {
    int index = 0;
    for (String name : List.copyOf(nodes.keySet())) {
      services.get(index++).runs = name.equals(node);
    }
    place(stream, StreamPlacement.runs(node, epoch));
  }

  private synchronized List<ClusterView.Node> all() {
    return List.copyOf(nodes.values());
  }

  @Override
  public void close() {
    services.forEach(TestService::close);
  }

  private final class Port implements ClusterPort {
    private final String self;

    Port(String self) {
      this.self = self;
    }

    @Override
    public boolean isCluster() {
      return true;
    }

    @Override
    public ClusterView view() {
      return new ClusterView(self, all());
    }

    @Override
    public StreamPlacement placement(String stream) {
      return placements.getOrDefault(stream, StreamPlacement.UNKNOWN);
    }

    @Override
    public CompletionStage<ClusterReply> drain(String node) {
      asked.add("drain " + node);
      return CompletableFuture.completedStage(reply);
    }

    @Override
    public CompletionStage<ClusterReply> endDrain(String node) {
      asked.add("end drain " + node);
      return CompletableFuture.completedStage(reply);
    }

    @Override
    public CompletionStage<ClusterReply> move(String stream, String to) {
      asked.add("move " + stream + " to " + to);
      return CompletableFuture.completedStage(reply);
    }
  }
}
