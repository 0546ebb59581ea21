package sluice.app.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.app.page.PageAddress;
import sluice.app.remote.RemoteAddress;
import sluice.app.remote.RemoteService;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.NodeAddress;
import sluice.config.settings.ServiceConfig;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/** The ports that the service listens on: whether they can be had, or who has them. */
final class PortsCheck implements DoctorCheck {
  /** Less than all checks have: one that is slow must not hide what another port says. */
  private static final Duration ASK_LIMIT = Duration.ofSeconds(2);

  private final Optional<ServiceConfig> config;

  PortsCheck(Optional<ServiceConfig> config) {
    this.config = config;
  }

  /** What becomes of who wants to listen at an address. */
  sealed interface Outcome {
    /** It can be had. */
    record Free() implements Outcome {}

    /** A Sluice listens there. */
    record Sluice() implements Outcome {}

    /** Another program listens there. */
    record Taken() implements Outcome {}

    /**
     * The system refuses it.
     *
     * @param reason in its words
     */
    record Refused(String reason) implements Outcome {}
  }

  @Override
  public String name() {
    return "ports";
  }

  @Override
  public List<Finding> run() {
    return config
        .map(PortsCheck::findings)
        .orElseGet(
            () ->
                List.of(Finding.warning("not known without a configuration", "see configuration")));
  }

  private static List<Finding> findings(ServiceConfig config) {
    List<Finding> findings = new ArrayList<>();
    HttpConfig http = config.http();
    Outcome served = tryListen(new NodeAddress(http.bind(), http.port()), http);
    findings.add(judge("HTTP: " + address(http), "http.bind and http.port", served));
    ClusterConfig cluster = config.cluster();
    if (cluster.enabled()) {
      boolean runs = served instanceof Outcome.Sluice;
      findings.add(
          judge("cluster: " + cluster.bind(), "cluster.bind", ofNode(cluster.bind(), runs)));
      findings.add(
          judge(
              "requests of nodes: " + cluster.http(),
              "cluster.http-port",
              ofNode(cluster.http(), runs)));
    }
    return findings;
  }

  private static String address(HttpConfig http) {
    return http.port() == 0
        ? http.bind() + " with any free port"
        : PageAddress.bound(http, http.port());
  }

  /** Judges an address. */
  static Finding judge(String address, String setting, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Free _ -> Finding.ok(address + " can be had");
      case Outcome.Sluice _ -> Finding.ok(address + " is in use by a Sluice that runs and answers");
      case Outcome.Taken _ ->
          Finding.problem(
              address + " is in use by another program",
              "stop that one ('ss -ltnp' names it), or set " + setting);
      case Outcome.Refused(String reason) ->
          Finding.problem(
              address + " can't be listened on: " + reason,
              "set "
                  + setting
                  + " to an address of this machine, and a port from 1024 on where the user isn't"
                  + " root");
    };
  }

  private static Outcome tryListen(NodeAddress address, HttpConfig http) {
    Outcome outcome = tryListen(address.host(), address.port());
    return outcome instanceof Outcome.Taken && isSluice(http) ? new Outcome.Sluice() : outcome;
  }

  /** A node's ports speak to nodes only: where its HTTP is Sluice's, they are taken for its own. */
  private static Outcome ofNode(NodeAddress address, boolean runs) {
    Outcome outcome = tryListen(address.host(), address.port());
    return outcome instanceof Outcome.Taken && runs ? new Outcome.Sluice() : outcome;
  }

  private static Outcome tryListen(String host, int port) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return new Outcome.Refused("the name leads nowhere");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
      return new Outcome.Free();
    } catch (IOException e) {
      return connects(address, port)
          ? new Outcome.Taken()
          : new Outcome.Refused(FileFailure.reason(e));
    }
  }

  /** Whether somebody listens: what the system says of a port in use is in the user's language. */
  private static boolean connects(InetAddress address, int port) {
    InetAddress reached = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(reached, port), Math.toIntExact(ASK_LIMIT.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSluice(HttpConfig http) {
    try (RemoteService service =
        new RemoteService(RemoteAddress.of(http), Optional.empty(), ASK_LIMIT)) {
      return service.isSluice();
    } catch (SluiceException e) {
      return false;
    }
  }
}
