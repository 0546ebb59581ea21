package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ModelFamilies;
import sluice.catalog.Catalog;
import sluice.catalog.Manifest;
import sluice.catalog.Manifests;
import sluice.catalog.Precision;
import sluice.catalog.fetch.TestServer.Request;

/** Test fixture: a model on a scripted server, downloaded into a folder of its own. */
@Timeout(60)
abstract class FetchFixture {
  static final byte[] XML = Manifests.bytes("<net>weights are beside</net>");
  static final byte[] BIN = random(300_000);
  static final int CUT = 100_000;
  static final String TAG = "\"v1\"";

  @TempDir Path temp;

  final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  final FetchListener listener =
      new FetchListener() {
        @Override
        public void started(String file, long bytes, long had) {
          heard.add(file.substring(file.lastIndexOf('/') + 1) + " from " + had + " of " + bytes);
        }

        @Override
        public void progressed(long done) {
          assertThat(done).as("written").isLessThanOrEqualTo(BIN.length);
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
  TestServer server;
  Manifest manifest;

  @AfterEach
  void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** A server that gives the .xml in order; what it does with the .bin is the test's. */
  void serve(TestServer.Handler bin) throws IOException {
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
    manifest = Catalog.of(List.of(temp.resolve("manifests")), ModelFamilies::facts).get("m");
  }

  Path root() {
    return temp.resolve("models");
  }

  Path folder() {
    return root().resolve("m").resolve("FP16");
  }

  Fetcher fetcher(String mirror, int attempts) {
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

  Fetcher.Outcome fetch(int attempts) throws InterruptedException {
    return fetchFrom(server.address(), attempts);
  }

  Fetcher.Outcome fetchFrom(String mirror, int attempts) throws InterruptedException {
    Precision precision = manifest.precision(Optional.empty());
    try (Fetcher fetcher = fetcher(mirror, attempts)) {
      return fetcher.fetch(manifest, precision);
    }
  }

  void assertRight() throws IOException {
    assertThat(Files.readAllBytes(folder().resolve("m.xml"))).isEqualTo(XML);
    assertThat(Files.readAllBytes(folder().resolve("m.bin"))).isEqualTo(BIN);
    assertThat(names()).containsExactly(".lock", "m.bin", "m.xml");
  }

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  List<Request> binRequests() {
    return server.requests().stream().filter(it -> it.path().endsWith(".bin")).toList();
  }

  static void cut(OutputStream out, String headers) throws IOException {
    TestServer.head(out, "200 OK", headers + "Content-Length: " + BIN.length + "\r\n");
    out.write(BIN, 0, CUT);
  }
}
