package sluice.video.demux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Validates the URL or path of an input before FFmpeg sees it, and escapes it so that FFmpeg takes
 * it literally. FFmpeg itself would open {@code concat:}, {@code subfile,…:}, {@code pipe:} and
 * more wherever a path is expected.
 */
final class InputUrls {
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9.-]*)://.+", Pattern.DOTALL);

  private static final String RIGHTS = "let this user read the file and its folders";

  private InputUrls() {}

  /** The scheme of an address in lower case; empty where there is none. */
  static String scheme(String location) {
    Matcher matcher = SCHEME.matcher(location);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** The scheme of an address without TLS, as FFmpeg gets it; empty where there is none. */
  static String withoutTls(String location) {
    String scheme = scheme(location);
    return switch (scheme) {
      case "https" -> "http";
      case "rtsps" -> "rtsp";
      default -> scheme;
    };
  }

  /**
   * The location in FFmpeg's words; throws {@link ErrorCode#INPUT} where it can't or mustn't be
   * opened.
   */
  static String forFfmpeg(DecoderSettings settings) {
    if (settings.location().isBlank() || settings.location().indexOf('\0') >= 0) {
      throw refused("\"" + settings.displayName() + "\" is not a location");
    }
    if (settings.isFile()) {
      requireFile(settings.location(), settings.displayName());
      return "file:" + settings.location();
    }
    if (!settings.isDevice() && !settings.protocols().contains(withoutTls(settings.location()))) {
      throw refused(
          "%s: this scheme is not allowed (expected: one of %s)"
              .formatted(settings.displayName(), settings.protocols()));
    }
    return settings.location();
  }

  /** The first bytes of a file; none where it can't be read. */
  static byte[] contentStart(String file, int bytes) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return in.readNBytes(bytes);
    } catch (IOException | InvalidPathException e) {
      return new byte[0]; // why is said by whoever opens it
    }
  }

  private static void requireFile(String location, String name) {
    Path path;
    try {
      path = Path.of(location);
    } catch (InvalidPathException e) {
      throw refused(name + " is not a path: " + e.getReason());
    }
    if (!Files.exists(path)) {
      throw refused(
          Files.notExists(path)
              ? name + " does not exist (expected: a video or a picture); check its name"
              : name + " can't be reached: permission denied; " + RIGHTS);
    }
    if (Files.isDirectory(path)) {
      throw refused(name + " is a folder (expected: a video or a picture); name a file in it");
    }
    if (!Files.isRegularFile(path)) {
      throw refused(name + " is not a regular file (expected: a video or a picture); name a file");
    }
    if (!Files.isReadable(path)) {
      throw refused(name + " may not be read: permission denied; " + RIGHTS);
    }
    if (path.toFile().length() == 0) {
      throw refused(name + " is empty (expected: a video or a picture); record or fetch it again");
    }
  }

  private static SluiceException refused(String message) {
    return new SluiceException(ErrorCode.INPUT, message);
  }
}
