package sluice.testing.servers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Servers of all types of sinks with a far side, by their types. For one thread. */
public final class FarSides implements AutoCloseable {
  private final Map<String, TestServer> servers = new LinkedHashMap<>();

  /** All of them, not started. Skips the test where one can't be had. */
  public FarSides() {
    try {
      servers.put("kafka", new KafkaBroker("outage"));
      servers.put("mqtt", new Mosquitto());
      servers.put("webhook", new HookServer());
      servers.put("sql", new PostgresServer());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The servers, each by the name of its sink, which is its type. */
  public Map<String, TestServer> all() {
    return servers;
  }

  /** Starts all of them, at a time. */
  public void start() throws InterruptedException {
    each(TestServer::start);
  }

  /** Kills all of them, at a time. */
  public void kill() throws InterruptedException {
    each(TestServer::kill);
  }

  private void each(Consumer<TestServer> work) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var working =
          servers.values().stream()
              .map(server -> threads.submit(() -> work.accept(server)))
              .toList();
      for (Future<?> one : working) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a server does not do as it should", e.getCause());
    }
  }

  /**
   * Sinks that lead to them, as HOCON for {@code sluice.sinks}.
   *
   * @param settings further settings of each, such as {@code only = all}
   */
  public String sinks(String settings) {
    return servers.entrySet().stream()
        .map(
            each ->
                "%s { %s, %s }\n"
                    .formatted(each.getKey(), each.getValue().sinkSettings(), settings))
        .collect(Collectors.joining());
  }

  /** The names of the sinks, as HOCON's list. */
  public String names() {
    return servers.keySet().toString();
  }

  @Override
  public void close() {
    servers.values().forEach(TestServer::close);
  }
}
