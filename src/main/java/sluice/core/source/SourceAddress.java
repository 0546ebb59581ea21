package sluice.core.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/**
 * Address of a source, as it was written: a URL, a path, a camera of this machine or a demo. It may
 * hold credentials; {@link #toString} and {@link #redacted} don't. Nothing is looked up or opened.
 */
public final class SourceAddress {
  /** Most characters of an address. */
  public static final int LONGEST = 4096;

  private static final String CAMERA = "camera";

  /** Every {@link #scheme} that Sluice can read. */
  public static final List<String> SCHEMES =
      List.of("rtsp", "rtsps", "http", "https", "file", CAMERA, "demo");

  /**
   * FFmpeg's syntax for protocols, with their options after a comma ({@code subfile,,start,9:}).
   */
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)(?:,[^:]*)?:.*", Pattern.DOTALL);

  private static final Pattern CAMERA_NUMBER = Pattern.compile("\\d{1,3}");
  private static final Pattern DEVICE = Pattern.compile("/dev/(?:video\\d+|v4l/.+)");

  /**
   * As FFmpeg takes an address apart: the authority ends at the first slash, question mark or hash,
   * the host begins after its last at sign.
   */
  private static final Pattern HOST =
      Pattern.compile(
          "[^:]+://(?:[^/?#]*@)?(?:\\[([^\\]/?#@]*)\\]|([^\\[:/?#@]*))(?::(\\d{0,9}))?(?:[/?#].*)?",
          Pattern.DOTALL);

  private static final Pattern WELL_FORMED =
      Pattern.compile("[^:]+://[^/?#\\s]+(?:[/?#][^\\s@]*)?", Pattern.DOTALL);

  /** What makes the last part of a host a number to those that read addresses. */
  private static final Pattern NUMERIC = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

  private static final int LAST_PORT = 65_535;

  /** Most bytes of user, colon and password in an address. */
  public static final int MOST_CREDENTIALS = 1000;

  private static final Pattern CREDENTIALS =
      Pattern.compile("[^:]+://([^/?#]*)@.*", Pattern.DOTALL);

  private static final Pattern ENCODED = Pattern.compile("%\\p{XDigit}{2}");

  private final String value;

  /** Keeps an address as it was written; any text will do. */
  public SourceAddress(String value) {
    this.value = value;
  }

  /**
   * Whether a text can be an address at all: not blank, of at most {@value #LONGEST} characters,
   * without control characters and line terminators.
   */
  public static boolean isPossible(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST
        && text.chars().noneMatch(c -> MessageText.isControl((char) c));
  }

  /** The address with its credentials. Not for logs, messages, answers or metrics. */
  public String reveal() {
    return value;
  }

  /** The address with {@code ***} in place of credentials. */
  public String redacted() {
    return isFile() ? Redaction.redactUser(value) : Redaction.redactValue(value);
  }

  /** Whether {@link #redacted} leaves something out. */
  public boolean hasSecret() {
    return !redacted().equals(value);
  }

  /**
   * What kind of source it is: {@code rtsp}, {@code http} …, {@code file} for paths, folders and
   * globs too, {@code camera} for cameras of this machine, {@code demo}; in lower case. Words that
   * are none of {@link #SCHEMES} are possible, as in {@code concat:}.
   */
  public String scheme() {
    if (isDevice() || CAMERA_NUMBER.matcher(value).matches()) {
      return CAMERA;
    }
    Matcher scheme = SCHEME.matcher(value);
    return scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "file";
  }

  /**
   * The {@link #scheme} for messages: what stands before a colon may be a user, where a password
   * follows.
   */
  public String shownScheme() {
    boolean known = SCHEMES.contains(scheme()) || value.startsWith("://", scheme().length());
    return known || value.indexOf('@') < 0 ? scheme() : "***";
  }

  /** Whether it is the path of a camera's device file, whatever the file system has there. */
  public boolean isDevice() {
    return DEVICE.matcher(value).matches();
  }

  /**
   * The device file of a camera, as in {@code /dev/video0} for {@code 0} and {@code camera:0};
   * absent for other sources, and where it names no device.
   */
  public Optional<String> device() {
    if (!scheme().equals(CAMERA)) {
      return Optional.empty();
    }
    String name = value.substring(value.indexOf(':') + 1);
    if (CAMERA_NUMBER.matcher(name).matches()) {
      return Optional.of("/dev/video" + Integer.parseInt(name));
    }
    return DEVICE.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /** Whether it names something in the file system of this machine. */
  public boolean isFile() {
    return scheme().equals("file");
  }

  /** Whether it is on a machine that its address names. */
  public boolean isRemote() {
    return switch (scheme()) {
      case "rtsp", "rtsps", "http", "https" -> true;
      default -> false;
    };
  }

  private Matcher hostParts() {
    Matcher parts = HOST.matcher(value);
    if (!isRemote() || !parts.matches()) {
      throw new IllegalStateException("no host: " + this);
    }
    return parts;
  }

  /** Whether it is reached by TLS. */
  public boolean isTls() {
    return switch (scheme()) {
      case "rtsps", "https" -> true;
      default -> false;
    };
  }

  /**
   * The machine of a {@linkplain #isRemote remote} source: a name or an address, in lower case,
   * without brackets; absent where the address isn't well-formed.
   */
  public Optional<String> host() {
    Matcher parts = HOST.matcher(value);
    if (!isRemote() || !parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return host == null || host.isBlank()
        ? Optional.empty()
        : Optional.of(host.toLowerCase(Locale.ROOT));
  }

  /** The port that a {@linkplain #isRemote remote} source names; absent where it names none. */
  public OptionalInt port() {
    Matcher parts = HOST.matcher(value);
    return isRemote() && parts.matches() && parts.group(3) != null && !parts.group(3).isEmpty()
        ? OptionalInt.of(Integer.parseInt(parts.group(3)))
        : OptionalInt.empty();
  }

  /**
   * Whether a {@linkplain #isRemote remote} source can be taken apart: it names a host, its port is
   * one, no blank is in it, and no at sign behind the host, before which a password may have been
   * meant.
   */
  public boolean isWellFormed() {
    int port = port().orElse(1);
    return WELL_FORMED.matcher(value).matches()
        && host().filter(SourceAddress::isUnambiguous).isPresent()
        && port > 0
        && port <= LAST_PORT;
  }

  /** Whether a {@linkplain #isRemote remote} source names a user or a password. */
  public boolean hasCredentials() {
    return isRemote() && CREDENTIALS.matcher(value).matches();
  }

  /**
   * User and password of a {@linkplain #isRemote remote} source, decoded; absent without a user.
   */
  public Optional<Credentials> credentials() {
    Matcher parts = CREDENTIALS.matcher(value);
    if (!isRemote() || !parts.matches()) {
      return Optional.empty();
    }
    String[] both = parts.group(1).split(":", 2);
    return Optional.of(new Credentials(decoded(both[0]), both.length < 2 ? "" : decoded(both[1])));
  }

  /** Without percent-encoding; what is none stays as it is, as in FFmpeg. */
  private static String decoded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher parts = ENCODED.matcher(text);
    int at = 0;
    while (parts.find()) {
      out.writeBytes(text.substring(at, parts.start()).getBytes(StandardCharsets.UTF_8));
      out.write(HexFormat.fromHexDigits(text, parts.start() + 1, parts.end()));
      at = parts.end();
    }
    out.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Whether it is a place to log in to, and has no credentials of its own yet. */
  public boolean takesCredentials() {
    return isRemote() && isWellFormed() && !hasCredentials();
  }

  /** Whether user and password, as they are written, are not too long. */
  public boolean credentialsFit() {
    return credentialsFit(MOST_CREDENTIALS);
  }

  /**
   * Whether user and password, as they are written, fit into a space.
   *
   * @param most bytes, the colon among them
   */
  public boolean credentialsFit(int most) {
    Matcher parts = CREDENTIALS.matcher(value);
    return !isRemote()
        || !parts.matches()
        || parts.group(1).getBytes(StandardCharsets.UTF_8).length <= most;
  }

  /**
   * The same with others in place of its user and password, where it has any.
   *
   * @param userInfo as it is written in an address, without the at sign
   */
  public SourceAddress withOtherCredentials(String userInfo) {
    Matcher parts = CREDENTIALS.matcher(value);
    return isRemote() && parts.matches()
        ? new SourceAddress(
            value.substring(0, parts.start(1)) + userInfo + value.substring(parts.end(1)))
        : this;
  }

  /**
   * The same with a user and a password, which may hold any character: they are percent-encoded.
   *
   * @param password without which there is only a user; empty: none
   * @throws IllegalStateException where it {@linkplain #takesCredentials takes none}
   */
  public SourceAddress withCredentials(String user, String password) {
    if (!takesCredentials()) {
      throw new IllegalStateException("no place for credentials: " + this);
    }
    int host = value.indexOf("://") + "://".length();
    String secret = password.isEmpty() ? "" : ":" + percentEncoded(password);
    return new SourceAddress(
        value.substring(0, host) + percentEncoded(user) + secret + "@" + value.substring(host));
  }

  /**
   * The same with the credentials of another address, as they are written there.
   *
   * @throws IllegalStateException where it {@linkplain #takesCredentials takes none}
   */
  public SourceAddress withCredentialsOf(SourceAddress other) {
    Matcher parts = CREDENTIALS.matcher(other.value);
    if (!other.isRemote() || !parts.matches()) {
      return this;
    }
    if (!takesCredentials()) {
      throw new IllegalStateException("no place for credentials: " + this);
    }
    int host = value.indexOf("://") + "://".length();
    return new SourceAddress(
        value.substring(0, host) + parts.group(1) + "@" + value.substring(host));
  }

  /** All but the unreserved characters of RFC 3986 by their UTF-8 bytes. */
  private static String percentEncoded(String text) {
    StringBuilder out = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return out.toString();
  }

  /**
   * Whether all that take a host apart read the same machine from it. Forms of IPv4 addresses with
   * octal, hexadecimal or missing parts ({@code 0177.0.0.1}, {@code 0x7f.1}, {@code 127.1}) are
   * read differently by Java and by the C library.
   */
  private static boolean isUnambiguous(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = name.substring(name.lastIndexOf('.') + 1);
    return host.contains(":") || !NUMERIC.matcher(last).matches() || IPV4.matcher(host).matches();
  }

  /**
   * The same {@linkplain #isWellFormed well-formed} address with a machine's address in place of
   * the host; credentials, port and path stay.
   *
   * @param machine an IPv4 or IPv6 address in digits, without brackets
   * @throws IllegalStateException where there is no host to replace
   */
  public SourceAddress withHost(String machine) {
    Matcher parts = hostParts();
    boolean brackets = parts.group(1) != null;
    int start = brackets ? parts.start(1) - 1 : parts.start(2);
    int end = brackets ? parts.end(1) + 1 : parts.end(2);
    String host = machine.contains(":") ? "[" + machine + "]" : machine;
    return new SourceAddress(value.substring(0, start) + host + value.substring(end));
  }

  /**
   * The machine and the port of a {@linkplain #isWellFormed well-formed} address as it names them,
   * without credentials: what HTTP sends as {@code Host}.
   *
   * @throws IllegalStateException where there is no host
   */
  public String authority() {
    Matcher parts = hostParts();
    String host = parts.group(1) == null ? parts.group(2) : "[" + parts.group(1) + "]";
    return port().isPresent() ? host + ":" + port().getAsInt() : host;
  }

  /**
   * The same {@linkplain #isWellFormed well-formed} address at another machine, by another scheme;
   * credentials and path stay.
   *
   * @param scheme such as {@code http}
   * @param machine an IPv4 or IPv6 address in digits, without brackets
   * @throws IllegalStateException where there is no host to replace
   */
  public SourceAddress movedTo(String scheme, String machine, int port) {
    Matcher parts = hostParts();
    int start = parts.group(1) == null ? parts.start(2) : parts.start(1) - 1;
    int hostEnd = parts.group(1) == null ? parts.end(2) : parts.end(1) + 1;
    int end = parts.group(3) == null ? hostEnd : parts.end(3);
    String host = machine.contains(":") ? "[" + machine + "]" : machine;
    return new SourceAddress(
        scheme
            + value.substring(value.indexOf(':'), start)
            + host
            + ":"
            + port
            + value.substring(end));
  }

  /**
   * Path and query of a {@linkplain #isWellFormed well-formed} remote address, {@code /} where it
   * has none.
   */
  public String path() {
    int start = value.indexOf("://") + "://".length();
    int end = start;
    while (end < value.length() && "/?#".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    String path = value.substring(end);
    return path.startsWith("/") ? path : "/" + path;
  }

  /**
   * The port of a {@linkplain #isRemote remote} source: the one that it names, or the usual one.
   */
  public int portOrUsual() {
    return port()
        .orElseGet(
            () ->
                switch (scheme()) {
                  case "http" -> 80;
                  case "https" -> 443;
                  case "rtsps" -> 322;
                  default -> 554;
                });
  }

  /** Whether it comes at its own pace, as far as its address shows, and so can't start again. */
  public boolean isLive() {
    return switch (scheme()) {
      case "rtsp", "rtsps", CAMERA -> true;
      default -> false;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceAddress address && value.equals(address.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** {@link #redacted}, in one line. */
  @Override
  public String toString() {
    return MessageText.printable(redacted());
  }
}
