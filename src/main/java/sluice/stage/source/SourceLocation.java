package sluice.stage.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.core.util.FileNames;
import sluice.core.util.MessageText;

/**
 * What a source is called, understood: a path, an address or a camera. Nothing is opened yet.
 *
 * @param kind what it is
 * @param address what is opened: a path, a glob, an address or a device. May hold credentials: not
 *     for messages
 * @param name how messages call it: as the user did, without credentials, in one line
 * @param confined whether images of a folder that are links out of it are passed over
 */
public record SourceLocation(Kind kind, String address, String name, boolean confined) {

  /** A location whose images may be links that lead anywhere. */
  public SourceLocation(Kind kind, String address, String name) {
    this(kind, address, name, false);
  }

  /** What a location leads to. */
  public enum Kind {
    /** A file: a video or one image. */
    FILE,
    /** The images of a folder. */
    FOLDER,
    /** The images whose paths match a glob. */
    GLOB,
    /** An http or https address. */
    HTTP,
    /** An rtsp or rtsps address. */
    RTSP,
    /** A camera of this machine. */
    CAMERA
  }

  private static final String FILE_SCHEME = "file:";

  private static final String EXPECTED =
      "a file, a folder of images, a quoted glob like 'frames/*.jpg', an address that starts with"
          + " file:, http://, https://, rtsp:// or rtsps://, or a camera: /dev/video0, camera:0, 0";

  /**
   * Understands what a user of the command line wrote. Camera devices come first; then a path that
   * exists wins over anything that it looks like besides ({@code a:b.mp4}, {@code 0}, {@code
   * [1].jpg}).
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} for what names no kind of source that is
   *     read here
   */
  public static SourceLocation parse(String text) {
    if (text.isBlank()) {
      throw refused("input", "is empty");
    }
    SourceAddress address = new SourceAddress(text);
    return !address.isDevice() && FileNames.exists(text) ? ofPath(text, text) : of(address);
  }

  /**
   * The location of an address: of the kind that {@link SourceAddress#scheme} says, so that what
   * was judged by the address is what is opened.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} for what names no kind of source that is
   *     read here
   */
  public static SourceLocation of(SourceAddress address) {
    String text = address.reveal();
    return switch (address.scheme()) {
      case "http", "https" -> ofRemote(Kind.HTTP, address);
      case "rtsp", "rtsps" -> ofRemote(Kind.RTSP, address);
      case "camera" -> {
        String device =
            address
                .device()
                .orElseThrow(() -> refused(MessageText.printable(text), "names no camera"));
        yield new SourceLocation(Kind.CAMERA, device, MessageText.printable(text));
      }
      case "file" -> ofFile(text);
      default ->
          throw refused(
              address.toString(),
              "is no file that exists, and addresses of '"
                  + address.shownScheme()
                  + ":' are not read");
    };
  }

  /**
   * The location of an address as far as its text shows, without a look at the file system: a
   * folder or glob counts as a file. For settings that follow from the kind, not for opening.
   */
  public static SourceLocation unresolved(SourceAddress address) {
    Kind kind =
        switch (address.scheme()) {
          case "http", "https" -> Kind.HTTP;
          case "rtsp", "rtsps" -> Kind.RTSP;
          case "camera" -> Kind.CAMERA;
          default -> Kind.FILE;
        };
    return new SourceLocation(kind, address.reveal(), address.toString());
  }

  /** Whether it comes at its own pace and can't wait, as far as its name tells. */
  public boolean live() {
    return kind == Kind.RTSP || kind == Kind.CAMERA;
  }

  /** The name, so that no log shows the address. */
  @Override
  public String toString() {
    return name;
  }

  private static SourceLocation ofFile(String text) {
    if (text.regionMatches(true, 0, FILE_SCHEME, 0, FILE_SCHEME.length())) {
      return ofPath(pathOf(text), text);
    }
    if (!FileNames.exists(text) && ImageFiles.isGlob(text)) {
      ImageFiles.requireValidGlob(text);
      return new SourceLocation(Kind.GLOB, text, MessageText.printable(text));
    }
    return ofPath(text, text);
  }

  /** The same, of whose images none may lie elsewhere: links that lead out are passed over. */
  public SourceLocation confinedToFolder() {
    return new SourceLocation(kind, address, name, true);
  }

  /**
   * The location of a file or a folder, whatever else its path looks like.
   *
   * @param name how messages call it, without credentials
   */
  public static SourceLocation ofPath(Path path, String name) {
    Kind kind = Files.isDirectory(path) ? Kind.FOLDER : Kind.FILE;
    return new SourceLocation(kind, path.toString(), MessageText.printable(name));
  }

  private static SourceLocation ofPath(String path, String text) {
    try {
      return ofPath(Path.of(path), text);
    } catch (InvalidPathException e) {
      throw refused(MessageText.printable(text), "is not a possible path");
    }
  }

  private static SourceLocation ofRemote(Kind kind, SourceAddress address) {
    if (!address.isWellFormed()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          address
              + ": is no address (expected: "
              + address.scheme()
              + "://HOST/PATH, with each of the characters / ? # @ : % and blank of a user or a"
              + " password percent-encoded, as %20 for a blank)");
    }
    String text = address.reveal();
    String rest = text.substring(text.indexOf(':'));
    return new SourceLocation(kind, address.scheme() + rest, address.toString());
  }

  /** The path of a file: address; one that isn't a well-formed URI is taken as it is written. */
  private static String pathOf(String text) {
    String rest = text.substring(FILE_SCHEME.length());
    if (!rest.startsWith("//")) {
      return rest;
    }
    try {
      URI uri = new URI("file:" + rest);
      String host = uri.getHost();
      if (host != null && !host.equals("localhost")) {
        throw refused(MessageText.printable(text), "is on another machine");
      }
      return Path.of(uri.getHost() == null ? uri : new URI("file://" + uri.getRawPath()))
          .toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return rest.substring(2);
    }
  }

  private static SluiceException refused(String name, String what) {
    return new SluiceException(
        ErrorCode.USAGE, name + ": " + what + " (expected: " + EXPECTED + ")");
  }
}
