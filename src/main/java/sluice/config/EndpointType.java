package sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.TextualType;

/**
 * Type of the address of a server that is spoken to by HTTP, with its path. Who logs in does so by
 * headers, so that no credentials stand in an address.
 */
record EndpointType(String example) implements TextualType<URI> {
  private static final int MOST_PORT = 65_535;

  @Override
  public JavaType type() {
    return JavaType.of(URI.class);
  }

  @Override
  public @Nullable URI read(ConfigNode node) {
    String text = node.text();
    URI address = text == null ? null : parse(text);
    return address == null ? node.refuse(expected()) : address;
  }

  private static @Nullable URI parse(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      boolean fits =
          (scheme.equals("http") || scheme.equals("https"))
              && address.getHost() != null
              && address.getPort() <= MOST_PORT
              && address.getRawUserInfo() == null
              && address.getRawFragment() == null
              && address.getRawPath().length() > 1;
      return fits ? address : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  @Override
  public String expected() {
    return "an http or https address with its path and without a user, as in " + example;
  }
}
