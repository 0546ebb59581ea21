package sluice.video.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.testing.FreePort;

/** A process that is held to some ports takes the first free one of them. */
class ProxyPortsTest {
  @AfterEach
  void anyPortAgain() {
    ProxyPorts.limitTo(List.of());
  }

  @Test
  void firstFreePort_isTaken() throws IOException {
    List<Integer> ports = List.of(FreePort.ofLoopback(), FreePort.ofLoopback());
    ProxyPorts.limitTo(ports);
    try (ServerSocket first = ProxyPorts.listen(1);
        ServerSocket second = ProxyPorts.listen(1)) {
      assertThat(first.getLocalPort()).isEqualTo(ports.getFirst());
      assertThat(second.getLocalPort()).isEqualTo(ports.getLast());
      assertThat(first.getInetAddress().isLoopbackAddress()).isTrue();
      assertThatThrownBy(() -> ProxyPorts.listen(1)).isInstanceOf(BindException.class);
    }
  }
}
