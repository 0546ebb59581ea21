package sluice.stage.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileNames;
import sluice.core.util.Redaction;

/**
 * What a source is called, understood: a path, an address or a camera. Nothing is opened yet.
 *
 * @param kind what it is
 * @param address what is opened: a path, a glob, an address or a device. May hold credentials: not
 *     for messages
 * @param name how messages call it: as the user did, without credentials, in one line
 */
public record SourceLocation(Kind kind, String address, String name) {

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

  private static final String EXPECTED =
      "a file, a folder of images, a quoted glob like 'frames/*.jpg', an address that starts with"
          + " file:, http://, https://, rtsp:// or rtsps://, or a camera: /dev/video0, camera:0, 0";

  /**
   * FFmpeg's syntax for protocols, with their options after a comma ({@code subfile,,start,9:}).
   */
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)(?:,[^:]*)?:.*");

  private static final Pattern DEVICE = Pattern.compile("/dev/(?:video\\d+|v4l/.+)");
  private static final Pattern CAMERA_NUMBER = Pattern.compile("\\d{1,3}");

  /**
   * Understands a source's name. Camera devices come first; then a path that exists wins over
   * anything that it looks like besides ({@code a:b.mp4}, {@code 0}, {@code [1].jpg}).
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} for what names no kind of source that is
   *     read here
   */
  public static SourceLocation parse(String text) {
    if (text.isBlank()) {
      throw refused("input", "is empty");
    }
    if (DEVICE.matcher(text).matches()) {
      return camera(text, text);
    }
    if (FileNames.exists(text)) {
      return ofPath(text, text);
    }
    if (CAMERA_NUMBER.matcher(text).matches()) {
      return camera(text, text);
    }
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches()) {
      return ofScheme(scheme.group(1).toLowerCase(Locale.ROOT), text);
    }
    if (ImageFiles.isGlob(text)) {
      ImageFiles.requireValidGlob(text);
      return new SourceLocation(Kind.GLOB, text, oneLine(text));
    }
    return ofPath(text, text);
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

  private static SourceLocation ofScheme(String scheme, String text) {
    return switch (scheme) {
      case "file" -> ofPath(pathOf(text), text);
      case "http", "https" -> ofAddress(Kind.HTTP, scheme, text);
      case "rtsp", "rtsps" -> ofAddress(Kind.RTSP, scheme, text);
      case "camera" -> camera(text.substring(text.indexOf(':') + 1), text);
      default ->
          throw refused(
              Redaction.redact(text),
              "is no file that exists, and addresses of '" + scheme + ":' are not read");
    };
  }

  private static SourceLocation ofPath(String path, String text) {
    try {
      Kind kind = Files.isDirectory(Path.of(path)) ? Kind.FOLDER : Kind.FILE;
      return new SourceLocation(kind, path, oneLine(text));
    } catch (InvalidPathException e) {
      throw refused(oneLine(text), "is not a possible path");
    }
  }

  private static SourceLocation ofAddress(Kind kind, String scheme, String text) {
    String rest = text.substring(text.indexOf(':') + 1);
    if (!rest.matches("//[^/?#\\s][^\\s]*")) {
      throw new SluiceException(
          ErrorCode.USAGE,
          oneLine(Redaction.redact(text))
              + ": is no address (expected: "
              + scheme
              + "://HOST/PATH without blanks; write a blank as %20)");
    }
    return new SourceLocation(kind, scheme + ":" + rest, Redaction.redact(text));
  }

  private static SourceLocation camera(String device, String text) {
    if (CAMERA_NUMBER.matcher(device).matches()) {
      return new SourceLocation(Kind.CAMERA, "/dev/video" + Integer.parseInt(device), text);
    }
    if (DEVICE.matcher(device).matches()) {
      return new SourceLocation(Kind.CAMERA, device, oneLine(text));
    }
    throw refused(oneLine(text), "names no camera");
  }

  /** The path of a file: address; one that isn't a well-formed URI is taken as it is written. */
  private static String pathOf(String text) {
    String rest = text.substring("file:".length());
    if (!rest.startsWith("//")) {
      return rest;
    }
    try {
      URI uri = new URI("file:" + rest);
      String host = uri.getHost();
      if (host != null && !host.equals("localhost")) {
        throw refused(oneLine(text), "is on another machine");
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

  /** Text for a message: control characters can't break its line. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
