package sluice.app.service;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import sluice.app.logging.ServiceLog;
import sluice.config.settings.ServiceConfig;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.service.recovery.FatalErrorHandler;

/** An assembled service: its parts for the endpoints, and its shutdown. */
public final class RunningService implements AutoCloseable {
  private final ServiceParts parts;
  private final Supplier<Duration> shutdownTimeout;
  private final Runnable beginning;
  private final ShutdownSequence shutdown;
  private final Consumer<String> links;

  /**
   * A service that is assembled.
   *
   * @param beginning starts the streams
   * @param links told the address of the pages
   */
  RunningService(
      ServiceParts parts,
      Supplier<Duration> shutdownTimeout,
      Runnable beginning,
      ShutdownSequence shutdown,
      Consumer<String> links) {
    this.links = links;
    this.parts = parts;
    this.shutdownTimeout = shutdownTimeout;
    this.beginning = beginning;
    this.shutdown = shutdown;
  }

  /**
   * Assembles the service; no stream is started yet.
   *
   * @throws SluiceException when the data directory can't be had
   */
  public static RunningService start(
      Path file, ServiceConfig config, ServiceLog log, FatalErrorHandler fatal) {
    return start(file, config, log, fatal, id -> StreamObserver.NONE);
  }

  /**
   * The same with further observers.
   *
   * @param observers further observers of a stream, by its id
   */
  public static RunningService start(
      Path file,
      ServiceConfig config,
      ServiceLog log,
      FatalErrorHandler fatal,
      Function<String, StreamObserver> observers) {
    Clock system = Clock.system(ZoneId.systemDefault());
    return start(file, config, log, fatal, observers, system);
  }

  /**
   * The same with another date and time than the system's.
   *
   * @param observers further observers of a stream, by its id
   * @param clock date and time, with the time zone of days; may be set while the service runs
   */
  public static RunningService start(
      Path file,
      ServiceConfig config,
      ServiceLog log,
      FatalErrorHandler fatal,
      Function<String, StreamObserver> observers,
      Clock clock) {
    return ServiceAssembly.of(file, config, log, fatal, observers, clock);
  }

  /** Starts the streams. */
  public void begin() {
    beginning.run();
  }

  /** Its pages are served: what leaves the service may link to this address from here on. */
  void served(String address) {
    links.accept(address);
  }

  /** The parts that endpoints use. */
  public ServiceParts parts() {
    return parts;
  }

  /** How long the shutdown may take, as configured now. */
  Duration shutdownTimeout() {
    return shutdownTimeout.get();
  }

  /**
   * Shuts the service down: no more changes, sources are read no further, frames in flight and
   * files are finished; what takes longer than the configuration allows is abandoned.
   */
  @Override
  public void close() {
    shutdown.close();
  }
}
