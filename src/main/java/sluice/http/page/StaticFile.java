package sluice.http.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** A file of the dashboard, with its answers. Immutable. */
public final class StaticFile {
  /**
   * Pages load their own scripts and styles and talk to their own server; nothing stands inline,
   * nothing comes from elsewhere. Videos are put together by the page itself, of what its server
   * gave.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " media-src blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri"
          + " 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=UTF-8",
          "css", "text/css; charset=UTF-8",
          "js", "text/javascript; charset=UTF-8",
          "svg", "image/svg+xml",
          "properties", "text/plain; charset=UTF-8");

  private static final int TAG_BYTES = 12;

  private final byte[] content;
  private final ContentType type;
  private final String tag;
  private final List<HttpHeader> headers;

  private StaticFile(byte[] content, ContentType type) {
    this.content = content;
    this.type = type;
    this.tag = "\"" + HexFormat.of().formatHex(sha256(content), 0, TAG_BYTES) + "\"";
    this.headers =
        List.of(
            RawHeader.create("Content-Security-Policy", POLICY),
            RawHeader.create("Cache-Control", "no-cache"),
            RawHeader.create("ETag", tag));
  }

  /**
   * Reads a file of the class path.
   *
   * @throws IllegalStateException if there is none, or its type is unknown
   */
  public static StaticFile read(String path) {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    try (InputStream in = StaticFile.class.getResourceAsStream(path)) {
      if (in == null || type == null) {
        throw new IllegalStateException(path + " is not on the class path, or of no known type");
      }
      return new StaticFile(in.readAllBytes(), ContentTypes.parse(type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  String type() {
    return type.toString();
  }

  /** Whether what a browser has already ({@code If-None-Match}) is this. */
  boolean isAmong(String tags) {
    return Stream.of(tags.split(","))
        .map(String::strip)
        .anyMatch(each -> each.equals(tag) || each.equals("W/" + tag) || each.equals("*"));
  }

  HttpResponse response() {
    return HttpResponse.create().withEntity(HttpEntities.create(type, content)).addHeaders(headers);
  }

  HttpResponse unchanged() {
    return HttpResponse.create().withStatus(304).withEntity(HttpEntities.EMPTY).addHeaders(headers);
  }
}
