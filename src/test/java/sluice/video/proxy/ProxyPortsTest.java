package sluice.video.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.testing.FreePort;

/** Where proxies of a process listen that is locked. */
class ProxyPortsTest {
  @AfterEach
  void anyPortAgain() {
    ProxyPorts.release();
  }

  @Test
  void portsThatWereListenedAtAhead_areTaken_andNoOthers() throws IOException {
    List<Integer> ports = List.of(FreePort.ofLoopback(), FreePort.ofLoopback());
    ProxyPorts.listenAhead(ports);
    try (ServerSocket first = ProxyPorts.listen(1);
        ServerSocket second = ProxyPorts.listen(1)) {
      assertThat(List.of(first.getLocalPort(), second.getLocalPort())).isEqualTo(ports);
      assertThat(first.getInetAddress().isLoopbackAddress()).isTrue();
      assertThatThrownBy(() -> ProxyPorts.listen(1)).isInstanceOf(BindException.class);
    }
  }

  @Test
  void portsThatNoProxyTook_areClosed() throws IOException {
    List<Integer> ports = List.of(FreePort.ofLoopback(), FreePort.ofLoopback());
    ProxyPorts.listenAhead(ports);
    try (ServerSocket first = ProxyPorts.listen(1)) {
      ProxyPorts.closeUnused();
      new Socket(first.getInetAddress(), first.getLocalPort()).close();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), ports.get(1)).close())
          .isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> ProxyPorts.listen(1)).isInstanceOf(BindException.class);
    }
  }

  @Test
  void whoConnectedAhead_isRefused() throws IOException {
    int port = FreePort.ofLoopback();
    ProxyPorts.listenAhead(List.of(port));
    try (Socket early = new Socket(InetAddress.getLoopbackAddress(), port);
        ServerSocket listener = ProxyPorts.listen(1)) {
      assertThat(early.getInputStream().read()).isNegative();
      try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket accepted = listener.accept()) {
        assertThat(accepted.getPort()).isEqualTo(late.getLocalPort());
      }
    }
  }
}
