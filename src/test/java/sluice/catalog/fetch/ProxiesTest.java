package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.SluiceException;

class ProxiesTest {
  private static final ProxySelector NONE = ProxySelector.of(null);
  private static final FetchSettings SETTINGS =
      new FetchSettings(
          Path.of("unused"),
          Optional.empty(),
          1,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(1));

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY=http://p:3128, https://h/, p:3128",
    "https_proxy=p:3128, https://h/, p:3128",
    "https_proxy=http://u:x@p, https://h/, p:80",
    "https_proxy=a:1 HTTPS_PROXY=b:2, https://h/, a:1",
    "ALL_PROXY=http://p:3128, http://h/, p:3128",
    "http_proxy=http://p:3128, http://h/, p:3128",
    "http_proxy=http://p:3128, https://h/, ''",
    "HTTP_PROXY=http://p:3128, http://h/, ''",
    "HTTPS_PROXY=p:1 NO_PROXY=h, https://h/, ''",
    "HTTPS_PROXY=p:1 NO_PROXY=h, https://sub.h/, ''",
    "HTTPS_PROXY=p:1 NO_PROXY=h, https://oh/, p:1",
    "HTTPS_PROXY=p:1 no_proxy=a;.corp.example, https://x.corp.example/, ''",
    "HTTPS_PROXY=p:1 no_proxy=*, https://h/, ''",
    "HTTPS_PROXY=p:1 no_proxy=h:8443, https://h:8443/, ''",
    "HTTPS_PROXY=p:1 no_proxy=h:443, https://h/, ''",
    "HTTPS_PROXY=p:1 no_proxy=h:8443, https://h/, p:1",
    "HTTPS_PROXY=p:1 no_proxy=, https://h/, p:1",
  })
  void proxyVariables_areReadAsByCurl(String environment, URI address, String expected) {
    Proxy proxy = new Proxies(variables(environment), NONE).select(address).getFirst();

    assertThat(text(proxy)).isEqualTo(expected);
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> result = new HashMap<>();
    for (String variable : text.split(" ")) {
      String[] parts = variable.split("=", 2);
      result.put(parts[0], parts[1].replace(';', ','));
    }
    return result;
  }

  private static String text(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress socket
        ? socket.getHostString() + ":" + socket.getPort()
        : "";
  }

  @Test
  void javaProxyProperties_takePrecedence() {
    ProxySelector jvm = ProxySelector.of(InetSocketAddress.createUnresolved("java", 1));
    Proxies proxies = new Proxies(Map.of("HTTPS_PROXY", "http://p:2"), jvm);

    assertThat(text(proxies.select(URI.create("https://h/")).getFirst())).isEqualTo("java:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p:1080", "http://u:secret@", "://"})
  void invalidProxy_isRefused_withoutSecrets(String value) {
    Proxies proxies = new Proxies(Map.of("https_proxy", value), NONE);

    assertThatThrownBy(() -> proxies.select(URI.create("https://h/")))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("https_proxy: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  @Timeout(60)
  void anHttpAddress_isAskedOfTheProxy() throws Exception {
    try (TestServer proxy =
            new TestServer((_, out) -> TestServer.send(out, "200 OK", "", new byte[3]));
        HttpTransport http = new HttpTransport(SETTINGS, Map.of("http_proxy", proxy.address()));
        Download download =
            http.open(URI.create("http://models.invalid/m.bin"), 0, Optional.empty())) {
      assertThat(download.bytes().readAllBytes()).hasSize(3);
      assertThat(proxy.requests().getFirst().line())
          .isEqualTo("GET http://models.invalid/m.bin HTTP/1.1");
    }
  }

  @Test
  @Timeout(60)
  void httpsRequest_isTunnelled_withProxyAuthentication() throws Exception {
    try (TestServer proxy =
            new TestServer(
                (request, out) -> {
                  boolean known = !request.header("proxy-authorization").isEmpty();
                  String challenge = "Proxy-Authenticate: Basic realm=\"p\"\r\n";
                  String status = known ? "502 No Way" : "407 Who Are You";
                  TestServer.send(out, status, known ? "" : challenge, new byte[0]);
                });
        HttpTransport http =
            new HttpTransport(
                SETTINGS,
                Map.of("HTTPS_PROXY", "http://me:pass%40word@127.0.0.1:" + proxy.port()))) {
      assertThatThrownBy(
              () -> http.open(URI.create("https://models.invalid/m"), 0, Optional.empty()).close())
          .isInstanceOfAny(IOException.class, SluiceException.class);
      assertThat(proxy.requests().getLast().line())
          .isEqualTo("CONNECT models.invalid:443 HTTP/1.1");
      assertThat(proxy.requests().getLast().header("proxy-authorization"))
          .isEqualTo(
              "Basic " + Base64.getEncoder().encodeToString("me:pass@word".getBytes("UTF-8")));
    }
  }
}
