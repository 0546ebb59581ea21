package sluice.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.Configuration;
import sluice.config.ConfigReader;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.ServiceConfig;

class PageAddressTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '',   http://127.0.0.1:81/,  http://127.0.0.1:81",
    "localhost, '',   http://localhost:81/,  http://localhost:81",
    "::1,       '',   http://[::1]:81/,      http://[::1]:81",
    "0.0.0.0,   tls,  https://localhost:81/, https://0.0.0.0:81",
    "'::',      tls,  https://localhost:81/, https://[::]:81",
    "10.0.0.7,  tls,  https://10.0.0.7:81/,  https://10.0.0.7:81"
  })
  void pageAddress_isReachableLocally_withoutToken(
      String bind, String tls, String page, String bound) throws Exception {
    HttpConfig config = http(bind, !tls.isEmpty());

    assertThat(PageAddress.of(config, 81)).hasToString(page);
    assertThat(PageAddress.bound(config, 81)).isEqualTo(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "''                            , http://localhost:81",
    "allowed-hosts = [cam.lan]     , http://cam.lan:81",
    "'allowed-hosts = [\"cam.lan:8443\"]' , http://cam.lan:8443",
    "'allowed-hosts = [cam.lan], behind-proxy = true' , https://cam.lan",
  })
  void addressForLinks_isOneThatClientsMayUse(String settings, String links) throws Exception {
    HttpConfig config = http("localhost", settings);

    assertThat(PageAddress.forLinks(config, 81)).isEqualTo(links);
  }

  private HttpConfig http(String bind, boolean tls) throws Exception {
    return http(
        bind, tls ? "token = ${TOKEN}, tls { certificate = \"a.pem\", key = \"b.pem\" }" : "");
  }

  private HttpConfig http(String bind, String more) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.conf"),
            "sluice { data-dir = \"%s\", http { bind = \"%s\", port = 0, %s } }"
                .formatted(folder, bind, more));
    ReadContext surroundings =
        new ReadContext(
            Map.of("HOME", folder.toString(), "TOKEN", "0123456789abcdef"),
            path -> true,
            s -> Optional.empty(),
            Configuration.tables().facts());
    return switch (new ConfigReader(surroundings).read(file)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig fine) -> fine.http();
      case ConfigResult.Refused<ServiceConfig> refused ->
          throw new AssertionError(refused.toString());
    };
  }
}
