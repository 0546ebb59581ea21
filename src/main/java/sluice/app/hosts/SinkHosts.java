package sluice.app.hosts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import sluice.config.settings.HostRules;
import sluice.core.SluiceException;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.DestinationContext.HostPolicy;

/**
 * Enforces {@code sluice.security.sink-hosts}: all addresses that a name leads to must be allowed.
 * This machine itself is allowed like any other, since only the operator names sinks. Thread-safe.
 */
public final class SinkHosts implements HostPolicy {
  private final Supplier<HostRules> rules;
  private final NameLookup lookup;

  /** A policy that reads the rules each time, for they may change. */
  public SinkHosts(Supplier<HostRules> rules, NameLookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  @Override
  public InetAddress connection(String host) throws DeliveryException {
    HostRules now = rules.get();
    InetAddress[] found = lookUp(host);
    for (InetAddress address : found) {
      if (!now.allows(host, address)) {
        throw new DeliveryException(
            Machines.described(host, address)
                + " is not one that sinks may be on (expected: a machine of"
                + " sluice.security.sink-hosts: "
                + String.join(", ", now.rules())
                + ")");
      }
    }
    return found[0];
  }

  private InetAddress[] lookUp(String host) throws DeliveryException {
    try {
      return lookup.of(host);
    } catch (NameServerSilentException e) {
      throw new DeliveryException(e.advice(), e);
    } catch (UnknownHostException e) {
      throw new DeliveryException(
          "no machine is called " + host + "; check the name, and the network's name server", e);
    } catch (SluiceException e) {
      throw new DeliveryException(String.valueOf(e.getMessage()), e);
    }
  }
}
