package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too large or come too slowly. */
@Timeout(60)
class BodyTest {
  @TempDir Path folder;

  /** The first line of the answer to a request whose body never comes whole. */
  private static String answer(TestService service, String length, String begun) throws Exception {
    try (Socket client = new Socket("127.0.0.1", service.server.address().getPort())) {
      String head =
          "POST /api/v1/streams HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + length
              + "\r\n\r\n"
              + begun;
      client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001",
        "4001",
        "1000000",
        "4000000000",
        "9223372036854775807",
        "99999999999999999999"
      })
  void bodyAboveTheLimit_isTooLarge_whateverItsSize(String size) throws Exception {
    try (TestService service = new TestService(folder, TestHttpSettings.http().maxBody(2_000))) {
      assertThat(answer(service, "Content-Length: " + size, "{")).contains(" 413 ");
    }
  }

  @Test
  void bodyOfUnknownLengthAboveTheLimit_isTooLarge() throws Exception {
    try (TestService service = new TestService(folder, TestHttpSettings.http().maxBody(2_000))) {
      String chunk = "1800\r\n" + "x".repeat(0x1800) + "\r\n";
      assertThat(answer(service, "Transfer-Encoding: chunked", chunk)).contains(" 413 ");
    }
  }

  @Test
  void bodyThatComesTooSlowly_isTimedOut() throws Exception {
    try (TestService service =
        new TestService(folder, TestHttpSettings.http().requestTimeout(Duration.ofSeconds(1)))) {
      assertThat(answer(service, "Content-Length: 100", "{")).contains(" 408 ");
    }
  }
}
