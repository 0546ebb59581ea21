package sluice.app.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sluice.app.hosts.Machines;
import sluice.app.hosts.NameLookup;
import sluice.app.hosts.NameServerSilentException;
import sluice.config.settings.SecurityConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.stage.source.SourceAccess;
import sluice.stage.source.SourceLocation;

/**
 * Enforces the policy of {@code sluice.security} on sources when they are opened, and gives the
 * address to connect to: a name is resolved once, here, and the connection is made to the address
 * that was checked, so that DNS rebinding can't lead elsewhere. Redirects are judged as the address
 * itself. Thread-safe.
 */
final class SourceGuard {
  private final Supplier<SecurityConfig> rules;
  private final NameLookup lookup;
  private final Predicate<InetAddress> own;

  /** A guard that reads the policy each time, for it may change. */
  SourceGuard(Supplier<SecurityConfig> rules, NameLookup lookup) {
    this(rules, lookup, OwnAddresses::contain);
  }

  /**
   * The same.
   *
   * @param own which addresses are this machine's, besides loopback
   */
  SourceGuard(Supplier<SecurityConfig> rules, NameLookup lookup, Predicate<InetAddress> own) {
    this.rules = rules;
    this.lookup = lookup;
    this.own = own;
  }

  /**
   * The place of a source. Looks nothing up: where its machine is, {@link #connection} says.
   *
   * @param fromApi whether a client of the API named it: files are bound by file-roots then
   * @throws SluiceException USAGE when a rule refuses it
   */
  SourceLocation location(SourceAddress source, boolean fromApi) {
    SecurityConfig now = rules.get();
    requireScheme(source, now);
    return fromApi && source.isFile() ? fileOfApi(source, now) : SourceLocation.of(source);
  }

  private static SourceLocation fileOfApi(SourceAddress source, SecurityConfig now) {
    Path file =
        now.allowedFile(source)
            .orElseThrow(
                () ->
                    refused(
                        source,
                        "this file may not be named through the API",
                        "the path of a file in a folder of sluice.security.file-roots"));
    return SourceLocation.ofPath(file, source.reveal()).confinedToFolder();
  }

  /**
   * Refuses kinds of sources that are not to be opened; for those that lead nowhere, such as demos.
   */
  void requireScheme(SourceAddress source) {
    requireScheme(source, rules.get());
  }

  private static void requireScheme(SourceAddress source, SecurityConfig now) {
    if (!now.schemes().contains(source.scheme())) {
      throw refused(
          source,
          "sources of kind " + source.shownScheme() + " are not opened here",
          "one of sluice.security.schemes: " + String.join(", ", now.schemes()));
    }
  }

  /**
   * Judges where an address leads, for the one that was written and for each that a server
   * redirects to. Resolves its name, so it may block.
   *
   * @return the address to connect to
   * @throws SluiceException USAGE when a rule refuses it, INPUT when its name leads nowhere or the
   *     name server does not answer
   */
  InetAddress connection(SourceAddress source) {
    SecurityConfig now = rules.get();
    requireScheme(source, now);
    String host =
        source
            .host()
            .orElseThrow(() -> refused(source, "names no machine", "an address with a machine"));
    InetAddress[] found = lookUp(source, host);
    for (InetAddress address : found) {
      if (!now.hosts().allows(host, address)) {
        throw refused(
            source,
            Machines.described(host, address) + " is not one that sources may be on",
            "a machine of sluice.security.hosts: " + String.join(", ", now.hosts().rules()));
      }
      if (own.test(address) && !now.hosts().listsAlone(address)) {
        throw refused(
            source,
            address.getHostAddress() + " is an address of this machine itself",
            "another machine; or list it alone in sluice.security.hosts");
      }
    }
    return found[0];
  }

  /** The authorities that are trusted beside the system's. */
  Optional<Path> caFile() {
    return rules.get().caFile();
  }

  private InetAddress[] lookUp(SourceAddress source, String host) {
    try {
      return lookup.of(host);
    } catch (NameServerSilentException e) {
      throw new SluiceException(ErrorCode.INPUT, source + ": " + e.advice(), e);
    } catch (UnknownHostException e) {
      throw SourceAccess.unknownName(source, host, e);
    }
  }

  private static SluiceException refused(SourceAddress source, String what, String expected) {
    return new SluiceException(
        ErrorCode.USAGE, source + ": " + what + " (expected: " + expected + ")");
  }
}
