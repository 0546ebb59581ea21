package sluice.video.isolation.remote;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.sandbox.BoxRules;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;
import sluice.video.tls.SystemAuthorities;

/**
 * The box of one source's process: nothing can be read but its program and the source, and nothing
 * be connected to but ports that the source needs.
 *
 * @param rules of the box
 * @param sockets whether it connects to anything
 * @param proxyPorts of this machine, on which proxies of the process listen
 * @param authorities the file of the system's certificates, where the source needs them
 */
record SourceBox(
    BoxRules rules, boolean sockets, List<Integer> proxyPorts, Optional<Path> authorities) {
  /** One in use, and others should a program of this machine take it meanwhile. */
  private static final int PROXY_PORTS = 3;

  /**
   * Where Java looks whether this machine has IPv6, at {@code net/if_inet6}: each process sees that
   * file in a folder of its own number, which nobody knows before it runs.
   */
  private static final Path PROCESSES = Path.of("/proc");

  /** Of a Java home, which may link to where the system keeps them; used where it has no bundle. */
  private static final Path JAVA_AUTHORITIES = Path.of("lib", "security", "cacerts");

  SourceBox {
    proxyPorts = List.copyOf(proxyPorts);
  }

  /** The box of what settings name. */
  static SourceBox of(HelperProgram program, DecoderSettings settings) {
    List<Path> readable = new ArrayList<>(program.readable());
    List<Path> executable = List.of(program.javaHome());
    if (settings.isFile()) {
      readable.add(Path.of(settings.location()).toAbsolutePath());
      return new SourceBox(
          new BoxRules(readable, executable, List.of(), List.of(), false),
          false,
          List.of(),
          Optional.empty());
    }
    ConnectionTarget endpoint = settings.endpoint();
    TlsTrust trust = endpoint == null ? TlsTrust.SYSTEM : endpoint.trust();
    trust.caFile().ifPresent(readable::add);
    Optional<Path> authorities =
        trust.isByAuthority() ? SystemAuthorities.bundle() : Optional.empty();
    if (trust.isByAuthority()) {
      readable.add(authorities.orElse(program.javaHome().resolve(JAVA_AUTHORITIES)));
    }
    if (endpoint != null && endpoint.address() instanceof Inet6Address) {
      readable.add(PROCESSES);
    }
    List<Integer> proxyPorts = freePorts(settings);
    List<Integer> connected = new ArrayList<>(proxyPorts);
    connected.add(new SourceAddress(settings.location()).portOrUsual());
    boolean datagrams = settings.transport() == TransportChoice.UDP;
    return new SourceBox(
        new BoxRules(readable, executable, connected, proxyPorts, datagrams),
        true,
        proxyPorts,
        authorities);
  }

  /** Ports of this machine that are free now. */
  private static List<Integer> freePorts(DecoderSettings settings) {
    List<Integer> ports = new ArrayList<>();
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < PROXY_PORTS; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          settings.displayName() + ": this machine has no port left for its proxy",
          e);
    } finally {
      open.forEach(SourceBox::closeQuietly);
    }
  }

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was never used.
    }
  }
}
