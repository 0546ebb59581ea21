package sluice.catalog.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.catalog.Manifest;
import sluice.catalog.ModelFile;
import sluice.catalog.Precision;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Mirror: the base address that replaces the publishers' addresses of files. A mirror's address may
 * hold {@code {name}}, {@code {precision}} and {@code {file}}, and {@code {path}} for the path of
 * the maker's address; one that holds none of them is a folder laid out as Sluice's own: {@code
 * NAME/PRECISION/FILE}.
 */
public final class Mirror {
  private static final Set<String> SCHEMES = Set.of("https", "http", "file");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(name|precision|file|path)\\}");
  private static final Pattern LEFT_OVER = Pattern.compile("[{}]");
  private static final String EXPECTED =
      "a folder, or an https://, http:// or file: address without user or password, like"
          + " https://mirror.example/models or https://mirror.example/{path}";

  private final String template;

  private Mirror(String template) {
    this.template = template;
  }

  /**
   * Understands a mirror's address.
   *
   * @param text a folder, or an address with scheme https, http or file
   * @throws SluiceException of code USAGE when it is neither
   */
  public static Mirror of(String text) {
    var scheme = SCHEME.matcher(text);
    String address = scheme.matches() ? text : folder(text);
    String template = PLACEHOLDER.matcher(address).find() ? address : withLayout(address);
    Mirror mirror = new Mirror(template);
    mirror.check(text);
    return mirror;
  }

  private static String withLayout(String address) {
    return (address.endsWith("/") ? address : address + "/") + "{name}/{precision}/{file}";
  }

  private static String folder(String text) {
    try {
      if (!text.isBlank()) {
        // The braces of a placeholder are no part of an address.
        return Path.of(text)
            .toAbsolutePath()
            .toUri()
            .toString()
            .replace("%7B", "{")
            .replace("%7D", "}");
      }
    } catch (InvalidPathException e) {
      // Refused below, as no text is.
    }
    throw refused(text);
  }

  private void check(String text) {
    try {
      // Filled with nothing, so that no placeholder can stand for the host.
      URI sample = fill("", "", "", "");
      String scheme = String.valueOf(sample.getScheme()).toLowerCase(Locale.ROOT);
      boolean rooted = scheme.equals("file") ? sample.getPath() != null : sample.getHost() != null;
      if (SCHEMES.contains(scheme) && rooted && sample.getUserInfo() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // Refused below, as what is no mirror's address is.
    }
    throw refused(text);
  }

  /** Where a file is on this mirror. */
  URI address(Manifest manifest, Precision precision, ModelFile file) {
    try {
      String path = file.url().getRawPath();
      return fill(
          encoded(manifest.name()),
          encoded(precision.name()),
          encoded(file.name()),
          path.substring(1));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("checked when it was given: " + template, e);
    }
  }

  private URI fill(String name, String precision, String file, String path)
      throws URISyntaxException {
    String filled =
        template
            .replace("{name}", name)
            .replace("{precision}", precision)
            .replace("{file}", file)
            .replace("{path}", path);
    if (LEFT_OVER.matcher(filled).find()) {
      throw new URISyntaxException(filled, "a placeholder that there isn't");
    }
    return new URI(filled);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static SluiceException refused(String text) {
    return new SluiceException(
        ErrorCode.USAGE, "--mirror: %s (expected: %s)".formatted(Redacted.of(text), EXPECTED));
  }
}
