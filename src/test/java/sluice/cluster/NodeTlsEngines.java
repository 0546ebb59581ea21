package sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.http.cluster.NodeEngines;
import sluice.testing.TestCertificates;

/** TLS of a node by certificates of a test, in an actor system that is in no cluster. */
public final class NodeTlsEngines implements NodeEngines {
  private @Nullable NodeSslEngines engines;

  /** Settings of the actor system. */
  public static Config settings(TestCertificates certificates, String alias, String authority)
      throws Exception {
    String keys = "pekko.remote.artery.ssl.rotating-keys-engine.";
    return ConfigFactory.parseMap(
        Map.of(
            keys + "key-file",
            certificates.key(alias).toString(),
            keys + "cert-file",
            certificates.pem(alias).toString(),
            keys + "ca-cert-file",
            certificates.pem(authority).toString()));
  }

  /** Has the keys of an actor system. */
  public void use(ActorSystem<?> system) {
    engines = new NodeSslEngines(system.classicSystem());
  }

  private NodeSslEngines engines() {
    NodeSslEngines made = engines;
    if (made == null) {
      throw new IllegalStateException("no actor system yet");
    }
    return made;
  }

  @Override
  public SSLEngine server() {
    return engines().httpServer();
  }

  @Override
  public SSLEngine client(String host, int port) {
    return engines().httpClient(host, port);
  }
}
