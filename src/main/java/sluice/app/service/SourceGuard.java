package sluice.app.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import sluice.config.settings.SecurityConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.stage.source.SourceLocation;

/**
 * Enforces the policy of {@code sluice.security} on sources when they are opened, and gives the
 * address to connect to: a name is resolved once, here, and FFmpeg gets the address that was
 * checked, so that DNS rebinding can't lead elsewhere. Addresses of TLS keep their name, without
 * which no server can choose its certificate; all that it leads to is judged. Thread-safe.
 */
final class SourceGuard {
  private final Supplier<SecurityConfig> rules;
  private final Lookup lookup;

  /** Resolves a name; blocks. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * A place that may be opened.
   *
   * @param location what is opened
   * @param options for FFmpeg's protocol
   */
  record Admitted(SourceLocation location, Map<String, String> options) {}

  /** A guard that reads the policy each time, for it may change. */
  SourceGuard(Supplier<SecurityConfig> rules, Lookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  /**
   * Admits a source. Resolves names, so it may block.
   *
   * @param fromApi whether a client of the API named it: files are bound by file-roots then
   * @throws SluiceException USAGE when a rule refuses it, INPUT when its name leads nowhere or the
   *     name server does not answer
   */
  Admitted admit(SourceAddress source, boolean fromApi) {
    SecurityConfig now = rules.get();
    requireScheme(source, now);
    if (fromApi && source.isFile()) {
      return new Admitted(fileOfApi(source, now), Map.of());
    }
    SourceLocation location = SourceLocation.of(source);
    return source.isRemote()
        ? admitRemote(source, location, now)
        : new Admitted(location, Map.of());
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

  private Admitted admitRemote(SourceAddress source, SourceLocation location, SecurityConfig now) {
    String host =
        source
            .host()
            .orElseThrow(() -> refused(source, "names no machine", "an address with a machine"));
    InetAddress[] found = lookUp(source, host);
    for (InetAddress address : found) {
      if (!now.hosts().allows(host, address)) {
        String leads =
            host.equals(address.getHostAddress()) ? "" : ", which is " + address.getHostAddress();
        throw refused(
            source,
            "the machine " + host + leads + " is not one that sources may be on",
            "a machine of sluice.security.hosts: " + String.join(", ", now.hosts().rules()));
      }
    }
    boolean named = !host.equals(found[0].getHostAddress()) && !host.contains(":");
    return switch (source.scheme()) {
      case "rtsp" -> new Admitted(pinned(source, location, found[0]), Map.of());
      case "http" ->
          new Admitted(
              pinned(source, location, found[0]),
              named ? Map.of("headers", "Host: " + hostHeader(source, host) + "\r\n") : Map.of());
      default -> new Admitted(location, Map.of());
    };
  }

  private InetAddress[] lookUp(SourceAddress source, String host) {
    try {
      return lookup.of(host);
    } catch (NameServerSilentException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          source
              + ": the name server does not answer for "
              + host
              + " within "
              + e.seconds()
              + " s; check the network's name server, or name the machine by its address",
          e);
    } catch (UnknownHostException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          source + ": the name " + host + " leads nowhere; check it, and the network's name server",
          e);
    }
  }

  private static String hostHeader(SourceAddress source, String host) {
    return source.port().isPresent() ? host + ":" + source.port().getAsInt() : host;
  }

  /** The same place with the machine's address instead of its name. */
  private static SourceLocation pinned(
      SourceAddress source, SourceLocation location, InetAddress machine) {
    SourceAddress checked = source.withHost(machine.getHostAddress());
    return new SourceLocation(
        location.kind(), SourceLocation.of(checked).address(), location.name());
  }

  private static SluiceException refused(SourceAddress source, String what, String expected) {
    return new SluiceException(
        ErrorCode.USAGE, source + ": " + what + " (expected: " + expected + ")");
  }
}
