package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.catalog.Catalog;
import sluice.catalog.Manifest;
import sluice.catalog.Manifests;
import sluice.catalog.Precision;
import sluice.catalog.fetch.TestServer.Request;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

@Timeout(60)
class FetcherTest {
  private static final byte[] XML = Manifests.bytes("<net>weights are beside</net>");
  private static final byte[] BIN = random(300_000);
  private static final int CUT = 100_000;
  private static final String TAG = "\"v1\"";

  @TempDir Path temp;

  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final FetchListener listener =
      new FetchListener() {
        @Override
        public void started(String file, long bytes, long had) {
          heard.add(file.substring(file.lastIndexOf('/') + 1) + " from " + had + " of " + bytes);
        }

        @Override
        public void retrying(String why, Duration pause) {
          heard.add(why);
        }

        @Override
        public void waiting(String model) {
          heard.add("waiting for " + model);
        }
      };
  private TestServer server;
  private Manifest manifest;

  @AfterEach
  void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** A server that gives the .xml in order; what it does with the .bin is the test's. */
  private void serve(TestServer.Handler bin) throws IOException {
    server =
        new TestServer(
            (request, out) -> {
              if (request.path().endsWith(".xml")) {
                TestServer.send(out, "200 OK", "", XML);
              } else {
                bin.answer(request, out);
              }
            });
  }

  @BeforeEach
  void describeTheModel() {
    Manifests.write(temp.resolve("manifests"), "m", XML, BIN);
    manifest = Catalog.of(List.of(temp.resolve("manifests"))).get("m");
  }

  private Path root() {
    return temp.resolve("models");
  }

  private Path folder() {
    return root().resolve("m").resolve("FP16");
  }

  private Fetcher fetcher(String mirror, int attempts) {
    FetchSettings settings =
        new FetchSettings(
            root(),
            Optional.of(Mirror.of(mirror)),
            attempts,
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMillis(1));
    return new Fetcher(settings, listener, Map.of());
  }

  private Fetcher.Outcome fetch(int attempts) throws InterruptedException {
    return fetchFrom(server.address(), attempts);
  }

  private Fetcher.Outcome fetchFrom(String mirror, int attempts) throws InterruptedException {
    Precision precision = manifest.precision(Optional.empty());
    try (Fetcher fetcher = fetcher(mirror, attempts)) {
      return fetcher.fetch(manifest, precision);
    }
  }

  private void assertRight() throws IOException {
    assertThat(Files.readAllBytes(folder().resolve("m.xml"))).isEqualTo(XML);
    assertThat(Files.readAllBytes(folder().resolve("m.bin"))).isEqualTo(BIN);
    assertThat(names()).containsExactly(".lock", "m.bin", "m.xml");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<Request> binRequests() {
    return server.requests().stream().filter(it -> it.path().endsWith(".bin")).toList();
  }

  private static void cut(OutputStream out, String headers) throws IOException {
    TestServer.head(out, "200 OK", headers + "Content-Length: " + BIN.length + "\r\n");
    out.write(BIN, 0, CUT);
  }

  @Test
  void filesComeWhereTheyBelong_andAreLeftAloneFromThenOn() throws Exception {
    serve((_, out) -> TestServer.send(out, "200 OK", "", BIN));

    Fetcher.Outcome first = fetch(1);
    FileTime longAgo = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
    Files.setLastModifiedTime(folder().resolve("m.bin"), longAgo);
    Fetcher.Outcome second = fetch(1);

    assertThat(first).isEqualTo(new Fetcher.Outcome(folder(), 2, 0));
    assertThat(second).isEqualTo(new Fetcher.Outcome(folder(), 0, 2));
    assertRight();
    assertThat(Files.getLastModifiedTime(folder().resolve("m.bin"))).isEqualTo(longAgo);
    assertThat(server.requests().stream().map(Request::path))
        .containsExactly("/m/FP16/m.xml", "/m/FP16/m.bin");
    assertThat(heard)
        .containsExactly("m.xml from 0 of " + XML.length, "m.bin from 0 of " + BIN.length);
  }

  @Test
  void whatIsCutOff_goesOnWhereItWas() throws Exception {
    serve(
        (request, out) -> {
          if (request.from() == 0) {
            cut(out, "ETag: " + TAG + "\r\n");
          } else {
            TestServer.sendRange(out, request, TAG, BIN);
          }
        });

    fetch(2);

    assertRight();
    assertThat(binRequests()).hasSize(2);
    assertThat(binRequests().get(1).from()).isEqualTo(CUT);
    assertThat(binRequests().get(1).header("if-range")).isEqualTo(TAG);
    assertThat(heard).contains("m.bin from " + CUT + " of " + BIN.length);
  }

  @Test
  void aLaterRun_goesOnWhereAnEarlierOneGaveUp() throws Exception {
    serve(
        (request, out) -> {
          if (binRequests().size() <= 2) {
            cut(out, "Last-Modified: Tue, 01 Sep 2026 10:00:00 GMT\r\nETag: W/\"weak\"\r\n");
          } else {
            TestServer.sendRange(out, request, TAG, BIN);
          }
        });

    assertThatThrownBy(() -> fetch(2))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessageStartingWith("m/FP16/m.bin: " + server.address() + "/m/FP16/m.bin ")
        .hasMessageEndingWith(
            "in 2 of 2 attempts (expected: the file); %d of %d bytes are kept, run the command again to go on"
                .formatted(CUT, BIN.length));
    assertThat(names()).containsExactly(".lock", ".m.bin.part", ".m.bin.part.txt", "m.xml");
    fetch(1);

    assertRight();
    assertThat(binRequests().getLast().from()).isEqualTo(CUT);
    assertThat(binRequests().getLast().header("if-range"))
        .isEqualTo("Tue, 01 Sep 2026 10:00:00 GMT");
  }

  @Test
  void aServerWithoutRanges_isAskedForTheWholeAgain() throws Exception {
    serve(
        (_, out) -> {
          if (binRequests().size() == 1) {
            cut(out, "");
          } else {
            TestServer.send(out, "200 OK", "", BIN);
          }
        });

    fetch(2);

    assertRight();
    assertThat(heard).endsWith("m.bin from 0 of " + BIN.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"416 Range Not Satisfiable", "206 Partial Content"})
  void aServerThatAnswersAnotherRange_isAskedForTheWhole(String status) throws Exception {
    serve(
        (request, out) -> {
          if (binRequests().size() == 1) {
            cut(out, "");
          } else if (request.from() > 0) {
            TestServer.send(out, status, "Content-Range: bytes 5-9/" + BIN.length + "\r\n", XML);
          } else {
            TestServer.send(out, "200 OK", "", BIN);
          }
        });

    fetch(2);

    assertRight();
  }

  @Test
  void leftoversOfAnotherVersion_areThrownAway() throws Exception {
    serve((request, out) -> TestServer.sendRange(out, request, TAG, BIN));
    Files.createDirectories(folder());
    Files.write(folder().resolve(".m.bin.part"), random(CUT + 1));
    String sum = manifest.precision(Optional.empty()).files().get(1).checksum().toString();
    Files.write(folder().resolve(".m.bin.part"), new byte[CUT]);
    Files.writeString(
        folder().resolve(".m.bin.part.txt"),
        sum + " " + server.address() + "/m/FP16/m.bin\n" + TAG + "\n");

    fetch(1);

    assertRight();
    assertThat(binRequests().stream().map(Request::from)).containsExactly(CUT, 0);
  }

  @Test
  void leftoversOfAnotherAddress_areNotGoneOnWith() throws Exception {
    serve((request, out) -> TestServer.sendRange(out, request, TAG, BIN));
    Files.createDirectories(folder());
    Files.write(folder().resolve(".m.bin.part"), new byte[CUT]);
    Files.writeString(folder().resolve(".m.bin.part.txt"), "SHA-256 00 http://elsewhere/\n");

    fetch(1);

    assertRight();
    assertThat(binRequests().stream().map(Request::from)).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoStalls_isAskedAgain(boolean withHead) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    serve(
        (request, out) -> {
          if (binRequests().size() > 1) {
            TestServer.sendRange(out, request, TAG, BIN);
          } else if (withHead) {
            cut(out, "ETag: " + TAG + "\r\n");
            out.flush();
            never.await();
          } else {
            never.await();
          }
        });

    fetch(2);

    assertRight();
    assertThat(heard).contains(withHead ? "nothing came for 0.5 s" : "sends nothing");
    assertThat(binRequests().getLast().from()).isEqualTo(withHead ? CUT : 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void whoNamesAnotherSize_isNotListenedTo(int more) throws Exception {
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
  void whoSendsMoreThanPromised_isCutOff() throws Exception {
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
  void anAnswerWithoutLength_servesToo() throws Exception {
    serve(
        (_, out) -> {
          TestServer.head(out, "200 OK", "");
          out.write(BIN);
        });

    fetch(1);

    assertRight();
  }

  @Test
  void wrongBytes_getNoName() throws Exception {
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
  void aWrongFile_isReplaced() throws Exception {
    serve((_, out) -> TestServer.send(out, "200 OK", "", BIN));
    Files.createDirectories(folder());
    Files.write(folder().resolve("m.xml"), XML);
    Files.write(folder().resolve("m.bin"), new byte[BIN.length]);

    assertThat(fetch(1)).isEqualTo(new Fetcher.Outcome(folder(), 1, 1));
    assertRight();
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
  void whatWillNotChange_isNotTriedAgain(String status, String message) throws Exception {
    serve((_, out) -> TestServer.send(out, status, "", new byte[0]));

    assertThatThrownBy(() -> fetch(3)).hasMessageContaining(message + " (expected: ");
    assertThat(binRequests()).hasSize(1);
  }

  @Test
  void aBusyServer_isAskedAgainWhenItSays() throws Exception {
    serve(
        (_, out) -> {
          if (binRequests().size() == 1) {
            TestServer.send(out, "503 Busy", "Retry-After: 0\r\n", new byte[0]);
          } else {
            TestServer.send(out, "200 OK", "", BIN);
          }
        });

    fetch(2);

    assertRight();
    assertThat(heard).contains("answers 503");
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
  void aFolder_isAMirrorToo() throws Exception {
    Path mirror = temp.resolve("a mirror");
    Files.createDirectories(mirror.resolve("m/FP16"));
    Files.write(mirror.resolve("m/FP16/m.xml"), XML);

    assertThatThrownBy(() -> fetchFrom(mirror.toString(), 3))
        .hasMessageContaining("the mirror has no file " + mirror.resolve("m/FP16/m.bin"));
    Files.write(mirror.resolve("m/FP16/m.bin"), BIN);
    fetchFrom(mirror.toUri().toString(), 1);

    assertRight();
  }

  @Test
  void twoAtOnce_fetchEachFileOnce() throws Exception {
    CountDownLatch bothThere = new CountDownLatch(1);
    serve(
        (_, out) -> {
          bothThere.await();
          TestServer.send(out, "200 OK", "", BIN);
        });
    CompletableFuture<Fetcher.Outcome> first = inBackground();
    CompletableFuture<Fetcher.Outcome> second = inBackground();
    await().until(() -> heard.contains("waiting for m/FP16"));
    bothThere.countDown();

    assertThat(List.of(first.get(), second.get()).stream().mapToInt(Fetcher.Outcome::fetched))
        .containsExactlyInAnyOrder(2, 0);
    assertRight();
    assertThat(server.requests()).hasSize(2);
  }

  private CompletableFuture<Fetcher.Outcome> inBackground() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return fetch(1);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void anInterruptedRun_endsAtOnce_andTheNextOneGoesOn() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    serve(
        (request, out) -> {
          if (binRequests().size() == 1) {
            cut(out, "ETag: " + TAG + "\r\n");
            out.flush();
            never.await();
          }
          TestServer.sendRange(out, request, TAG, BIN);
        });
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread run =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    fetch(9);
                    ended.complete(null);
                  } catch (Throwable e) {
                    ended.complete(e);
                  }
                });
    Path part = folder().resolve(".m.bin.part");
    await().until(() -> Files.exists(part) && Files.size(part) == CUT);
    run.interrupt();

    assertThat(get(ended)).isInstanceOf(InterruptedException.class);
    fetch(1);
    assertRight();
    assertThat(binRequests().getLast().from()).isEqualTo(CUT);
  }

  private static Throwable get(CompletableFuture<Throwable> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whereNothingCanBeWritten_thatIsSaid() throws Exception {
    serve((_, out) -> TestServer.send(out, "200 OK", "", BIN));
    Files.writeString(root(), "no folder");

    assertThatThrownBy(() -> fetch(3))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageStartingWith("can't write to " + folder());
    assertThat(server.requests()).isEmpty();
  }
}
