package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** What a fetcher does not put up with. */
class FetchRefusalTest extends FetchFixture {
  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void responseOfAnotherSize_isRefused(int more) throws Exception {
    byte[] other = Arrays.copyOf(BIN, BIN.length + more);
    serve((_, out) -> TestServer.send(out, "200 OK", "", other));

    assertThatThrownBy(() -> fetch(3))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining("has " + other.length + " bytes (expected: " + BIN.length);
    assertThat(binRequests()).hasSize(1);
    assertThat(names()).containsExactly(".lock", "m.xml");
  }

  @Test
  void responseBeyondItsLength_isAborted() throws Exception {
    serve(
        (_, out) -> {
          TestServer.head(out, "200 OK", "");
          while (true) { // until the client goes away
            out.write(BIN);
          }
        });

    assertThatThrownBy(() -> fetch(3))
        .hasMessageContaining("has more than " + BIN.length + " bytes");
    assertThat(binRequests()).hasSize(1);
    assertThat(names()).containsExactly(".lock", "m.xml");
  }

  @Test
  void wrongBytes_areRefusedAndNotKept() throws Exception {
    byte[] wrong = BIN.clone();
    wrong[BIN.length / 2]++;
    serve((_, out) -> TestServer.send(out, "200 OK", "", wrong));

    assertThatThrownBy(() -> fetch(3))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageContaining(" has SHA-256 ")
        .hasMessageEndingWith("as the manifest says); nothing of it was kept");
    assertThat(binRequests()).hasSize(1);
    assertThat(names()).containsExactly(".lock", "m.xml");
  }

  @Test
  void redirects_areFollowed_butNotForEver() throws Exception {
    serve(
        (request, out) -> {
          if (request.path().startsWith("/loop") || request.path().startsWith("/m/")) {
            boolean loop = request.path().contains("loop") || heard.contains("loop");
            String target = loop ? "/loop.bin" : "../../moved/here.bin";
            TestServer.send(out, "302 Found", "Location: " + target + "\r\n", new byte[0]);
          } else {
            TestServer.send(out, "200 OK", "", BIN);
          }
        });

    fetch(1);
    assertRight();
    assertThat(server.requests().getLast().path()).isEqualTo("/moved/here.bin");

    heard.add("loop");
    Files.delete(folder().resolve("m.bin"));
    int before = server.requests().size();
    assertThatThrownBy(() -> fetch(3)).hasMessageContaining("redirects more than 5 times");
    assertThat(server.requests()).hasSize(before + 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/hostname", "ftp://127.0.0.1/m.bin", "", "http:", "http://u:p@h/"})
  void redirects_toOtherSchemes_areRefused(String target) throws Exception {
    serve((_, out) -> TestServer.send(out, "301 Moved", "Location: " + target + "\r\n", XML));

    assertThatThrownBy(() -> fetch(3))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(" redirects to ")
        .hasMessageNotContaining("u:p");
    assertThat(binRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"404 Not Found, answers 404", "403 Forbidden, answers 403", "204 None, answers 204"})
  void permanentHttpError_isNotRetried(String status, String message) throws Exception {
    serve((_, out) -> TestServer.send(out, status, "", new byte[0]));

    assertThatThrownBy(() -> fetch(3)).hasMessageContaining(message + " (expected: ");
    assertThat(binRequests()).hasSize(1);
  }

  @Test
  void aServerThatIsNotThere_isNamed() throws Exception {
    serve((_, _) -> {});
    String gone = server.address();
    server.close();

    assertThatThrownBy(() -> fetchFrom(gone, 2))
        .hasMessageStartingWith("m/FP16/m.xml: " + gone + "/m/FP16/m.xml can't be reached, in 2 of")
        .hasMessageNotContaining("\n");
  }

  @Test
  void unwritableFolder_isReported() throws Exception {
    serve((_, out) -> TestServer.send(out, "200 OK", "", BIN));
    Files.writeString(root(), "no folder");

    assertThatThrownBy(() -> fetch(3))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageStartingWith("can't write to " + folder());
    assertThat(server.requests()).isEmpty();
  }
}
