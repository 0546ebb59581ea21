package sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.cluster.ClusterSystemConfig;
import sluice.cluster.NodeSslEngines;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.NodeAddress;
import sluice.core.util.PemCertificates;

/** Certificates that the script makes let nodes in, and nobody else. */
@Timeout(120)
class ClusterCertificatesTest {
  private static final Path SCRIPT = Path.of("src/packaging/cluster/certificates.sh");

  @TempDir static Path folder;

  private final ArrayList<ActorSystem> systems = new ArrayList<>();

  @BeforeAll
  static void make() throws Exception {
    assumeTrue(isInstalled(), "openssl is not there: no certificates can be made");
    assertThat(run("tls", "node-1", "node-2")).isZero();
    assertThat(run("tls", "node-3")).as("with the authority that is there").isZero();
    assertThat(run("other", "node-1")).isZero();
  }

  private static boolean isInstalled() {
    for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(each, "openssl"))) {
        return true;
      }
    }
    return false;
  }

  private static int run(String target, String... nodes) throws Exception {
    Path log = folder.resolve("log");
    var command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.add(folder.resolve(target).toString());
    command.addAll(List.of(nodes));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended within a minute").isTrue();
    assertThat(Files.readString(log)).isEmpty();
    return process.exitValue();
  }

  @AfterEach
  void stop() {
    systems.forEach(ActorSystem::terminate);
  }

  private static ClusterConfig cluster(String node, String authorities) {
    return new ClusterConfig(
        true,
        "sluice",
        new NodeAddress("10.0.0.11", 25_520),
        Optional.empty(),
        OptionalInt.empty(),
        List.of("10.0.0.11"),
        Optional.empty(),
        OptionalInt.empty(),
        new ClusterConfig.Node(OptionalDouble.empty(), Set.of()),
        new ClusterConfig.Failover(Duration.ofSeconds(3), Optional.empty(), Optional.empty()),
        Optional.of(
            new ClusterConfig.Tls(
                folder.resolve(node + ".key"),
                folder.resolve(node + ".pem"),
                folder.resolve(authorities))),
        Optional.empty());
  }

  private static X509Certificate certificate(String name) throws Exception {
    return PemCertificates.read(folder.resolve(name + ".pem")).getFirst();
  }

  @Test
  void keysAndCertificates_areThoseThatNodesNeed() throws Exception {
    for (String node : List.of("tls/node-1", "tls/node-2", "tls/node-3")) {
      ClusterSystemConfig.check(cluster(node, "tls/authorities.pem"));
      X509Certificate certificate = certificate(node);
      assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=sluice");
      assertThat(certificate.getExtendedKeyUsage())
          .as("server and client")
          .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
      assertThat(certificate.getBasicConstraints()).as("signs no others").isEqualTo(-1);
      assertThat(Files.getPosixFilePermissions(folder.resolve(node + ".key")))
          .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
    X509Certificate root = certificate("tls/authorities");
    assertThat(root.getBasicConstraints()).as("signs nodes only").isZero();
    root.verify(root.getPublicKey());
  }

  @Test
  void certificateOfAnotherAuthority_isRefused_beforeAnythingIsOpened() {
    assertThatThrownBy(
            () -> ClusterSystemConfig.check(cluster("other/node-1", "tls/authorities.pem")))
        .hasMessageContaining("not signed by");
  }

  @Test
  void nodesTakeEachOther() throws Exception {
    NodeSslEngines one = engines("tls/node-1", "tls/authorities.pem");
    NodeSslEngines other = engines("tls/node-3", "tls/authorities.pem");
    SSLEngine server = one.createServerSSLEngine("10.0.0.12", 25_520);
    SSLEngine client = other.createClientSSLEngine("10.0.0.11", 25_520);

    shakeHands(client, server);

    assertThat(one.verifyServerSession("10.0.0.12", server.getSession()).isEmpty()).isTrue();
    assertThat(other.verifyClientSession("10.0.0.11", client.getSession()).isEmpty()).isTrue();
  }

  @Test
  void nodeOfAnotherCluster_isNotLetIn() throws IOException {
    SSLEngine server =
        engines("tls/node-1", "tls/authorities.pem").createServerSSLEngine("10.0.0.12", 25_520);
    SSLEngine client =
        engines("other/node-1", "other/authorities.pem").createClientSSLEngine("10.0.0.11", 25_520);

    assertThatThrownBy(() -> shakeHands(client, server)).isInstanceOf(SSLException.class);
  }

  /** Engines of an actor system that has the settings of a node and opens no port. */
  private NodeSslEngines engines(String node, String authorities) {
    Config settings =
        ConfigFactory.parseMap(Map.of("pekko.actor.provider", "local"))
            .withFallback(ClusterSystemConfig.of(cluster(node, authorities)))
            .withFallback(ConfigFactory.load());
    ActorSystem system = ActorSystem.create("engines", settings);
    systems.add(system);
    return new NodeSslEngines(system);
  }

  private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(64 << 10);
    ByteBuffer toClient = ByteBuffer.allocate(64 << 10);
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < 20 && !(isOver(client) && isOver(server)); round++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    assertThat(isOver(client) && isOver(server)).as("hands were shaken").isTrue();
  }

  private static boolean isOver(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Takes all that has come, and says all that is to be said. */
  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer data = ByteBuffer.allocate(64 << 10);
    in.flip();
    boolean waits = false;
    while (!waits) {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        engine.wrap(ByteBuffer.allocate(0), out);
      } else if (in.hasRemaining()) {
        SSLEngineResult taken = engine.unwrap(in, data);
        waits = taken.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW;
      } else {
        waits = engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK;
      }
    }
    in.compact();
  }
}
