package sluice.app.service;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import sluice.testing.FreePort;
import sluice.testing.ServiceChild;

/**
 * Decoder threads of a service in a process of its own that are stuck: each waits for a camera that
 * accepts connections and says nothing, and is suspended there by a debugger, so that nothing that
 * the service does ends the wait.
 */
final class StuckDecoders implements AutoCloseable {
  private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new ArrayList<>();
  private final int port = FreePort.ofLoopback();
  private @Nullable VirtualMachine debugged;
  private @Nullable ServiceChild child;

  StuckDecoders() throws IOException {}

  /** A setting of a stream whose decoder can be suspended. */
  String source(String stream) {
    return "streams.%1$s.source = \"rtsp://127.0.0.1:%2$d/\", streams.%1$s.loop = false"
        .formatted(stream, silent.getLocalPort());
  }

  /** The child's flag. */
  String flag() {
    return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
  }

  /** Closes the child with this. */
  ServiceChild keep(ServiceChild started) {
    child = started;
    return started;
  }

  /** Suspends the streams' decoder threads once each waits for the camera, holding no lock. */
  void suspend(String... streams) throws IOException {
    for (int i = 0; i < streams.length; i++) {
      connections.add(silent.accept());
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(this::attach);
    VirtualMachine machine = Objects.requireNonNull(debugged);
    for (String stream : streams) {
      Awaitility.await()
          .until(
              () -> {
                List<ThreadReference> found =
                    machine.allThreads().stream()
                        .filter(thread -> thread.name().equals("decoder-" + stream))
                        .toList();
                found.forEach(ThreadReference::suspend);
                return !found.isEmpty();
              });
    }
  }

  private boolean attach() throws IOException, IllegalConnectorArgumentsException {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(Integer.toString(port));
    debugged = connector.attach(arguments);
    return true;
  }

  @Override
  public void close() throws IOException {
    silent.close();
    for (Socket connection : connections) {
      connection.close();
    }
    if (child != null) {
      child.close();
    }
  }
}
