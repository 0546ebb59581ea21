package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.SluiceException;

class HttpTransportTest {
  @ParameterizedTest
  @CsvSource({
    "https://a/x/y, z, https://a/x/z",
    "https://a/x, https://b/, https://b/",
    "http://a/x, http://b/, http://b/",
    "http://a/x, https://b/, https://b/"
  })
  void redirects_mayChangeTheHost(URI from, String location, String expected) {
    assertThat(HttpTransport.redirected(from, location)).hasToString(expected);
  }

  @Test
  void redirects_neverLeadFromHttpsToHttp() {
    assertThatThrownBy(
            () -> HttpTransport.redirected(URI.create("https://a/x"), "http://a/x?token=secret"))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "https://a/x redirects to http://a/x (expected: a redirect to an https:// address)");
  }

  @Test
  void contentRange_isReadStrictly() {
    assertThat(range("bytes 5-9/20")).contains(new ContentRange(5, OptionalLong.of(20)));
    assertThat(range("bytes 5-9/*")).contains(new ContentRange(5, OptionalLong.empty()));
    assertThat(range("bytes */20")).isEmpty();
    assertThat(range("5-9/20")).isEmpty();
    assertThat(range("bytes 99999999999999999999-9/20")).isEmpty();
  }

  private static Optional<ContentRange> range(String header) {
    return ContentRange.of(
        HttpHeaders.of(Map.of("Content-Range", List.of(header)), (_, _) -> true));
  }
}
