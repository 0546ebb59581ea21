package sluice.config.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Allowlist of the machines that sources may be on: addresses ({@code 10.1.2.3}), CIDR blocks
 * ({@code 10.0.0.0/8}), names ({@code camera.example.com}) and names with everything below them
 * ({@code *.example.com}). Nothing is looked up here: the caller resolves the name, asks with the
 * address, and connects to just that address.
 *
 * <p>{@linkplain ReservedAddresses Reserved addresses}, such as link-local ones, are refused unless
 * a rule names them or a network within theirs; IPv6 addresses that lead to a reserved IPv4 address
 * unless a rule names just them.
 */
public final class HostRules {
  private static final Pattern LAST_IS_DIGIT = Pattern.compile(".*[.][0-9]+|[0-9]+");
  private static final Pattern NAME =
      Pattern.compile("(?:\\*\\.)?[A-Za-z0-9_](?:[A-Za-z0-9_-]*)(?:\\.[A-Za-z0-9_-]+){0,126}");

  private final List<String> rules;
  private final List<CidrBlock> networks;
  private final boolean bound;

  /**
   * Reads the rules.
   *
   * @throws IllegalArgumentException for one that is neither an address, a network nor a name
   */
  public HostRules(List<String> rules) {
    this(rules, true);
  }

  private HostRules(List<String> rules, boolean bound) {
    this.bound = bound;
    this.rules = List.copyOf(rules);
    this.networks = this.rules.stream().filter(HostRules::isNumeric).map(CidrBlock::parse).toList();
    this.rules.stream().filter(rule -> !isNumeric(rule)).forEach(HostRules::requireName);
  }

  /** Rules that allow every machine, this one and reserved addresses too. */
  public static HostRules unbound() {
    return new HostRules(List.of("0.0.0.0/0", "::/0"), false);
  }

  /** The rules as they were written. */
  public List<String> rules() {
    return rules;
  }

  /** Whether a rule lists a name, so that it may lead to any address that isn't refused for all. */
  public boolean lists(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return rules.stream()
        .map(rule -> rule.toLowerCase(Locale.ROOT))
        .anyMatch(
            rule -> rule.startsWith("*.") ? name.endsWith(rule.substring(1)) : rule.equals(name));
  }

  /**
   * Whether a source may be on a machine.
   *
   * @param host as its address names it
   * @param address where that leads
   */
  public boolean allows(String host, InetAddress address) {
    boolean reserved = ReservedAddresses.contain(address);
    if (!bound || listsAlone(address)) {
      return true;
    }
    return !ReservedAddresses.lieBehind(address)
        && ((!reserved && lists(host))
            || networks.stream()
                .filter(network -> !reserved || ReservedAddresses.contain(network))
                .anyMatch(network -> network.contains(address)));
  }

  /** Whether a rule lists just this address: not a network around it, and no name. */
  public boolean listsAlone(InetAddress address) {
    return !bound
        || networks.stream().anyMatch(network -> network.isSingle() && network.contains(address));
  }

  private static boolean isNumeric(String rule) {
    return rule.contains("/") || rule.contains(":") || LAST_IS_DIGIT.matcher(rule).matches();
  }

  private static void requireName(String rule) {
    if (!NAME.matcher(rule).matches()) {
      throw new IllegalArgumentException(rule + ": neither an address, a network nor a name");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostRules that && bound == that.bound && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
