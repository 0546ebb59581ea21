package sluice.stage.sink.delivery;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What a destination needs to know besides its settings.
 *
 * @param sink the sink's name
 * @param instance names this service among others that use the same far side: the host's name,
 *     {@code [A-Za-z0-9_-]{1,64}}
 * @param folder where the sink may keep files of its own, for its life; may not exist yet
 * @param clock date and time
 * @param hosts judges where connections of webhooks may lead
 * @param dashboardAddress tells {@link #dashboard}
 * @param isTest whether it is made for {@link Destination#test} alone, beside one that works: it
 *     must not take over the other one's session, and publishes no states
 */
public record DestinationContext(
    String sink,
    String instance,
    Path folder,
    Clock clock,
    HostPolicy hosts,
    Supplier<String> dashboardAddress,
    boolean isTest) {

  /** The same with a dashboard whose address is known. */
  public DestinationContext(
      String sink,
      String instance,
      Path folder,
      Clock clock,
      HostPolicy hosts,
      String dashboard,
      boolean isTest) {
    this(sink, instance, folder, clock, hosts, () -> dashboard, isTest);
  }

  /**
   * Address of the service's dashboard for links, without a slash at its end; empty where there is
   * none, or it isn't served yet. To be asked when it is needed: destinations are made before HTTP
   * is served.
   */
  public String dashboard() {
    return dashboardAddress.get();
  }

  /** Judges where a connection leads. Thread-safe. */
  @FunctionalInterface
  public interface HostPolicy {
    /**
     * Resolves a name and judges its addresses; blocks for at most a few seconds.
     *
     * @param host a name or an address
     * @return the address to connect to
     * @throws DeliveryException when a rule refuses it, or the name leads nowhere
     */
    InetAddress connection(String host) throws DeliveryException;
  }
}
