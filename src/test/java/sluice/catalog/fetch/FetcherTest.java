package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.catalog.fetch.TestServer.Request;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class FetcherTest extends FetchFixture {
  @Test
  void fetchedFiles_arePlaced_andNotFetchedAgain() throws Exception {
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
  void interruptedDownload_isResumed() throws Exception {
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
  void download_isResumed_byLaterRun() throws Exception {
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
  void stalledDownload_isRetried(boolean withHead) throws Exception {
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

  @Test
  void responseWithoutLength_isAccepted() throws Exception {
    serve(
        (_, out) -> {
          TestServer.head(out, "200 OK", "");
          out.write(BIN);
        });

    fetch(1);

    assertRight();
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
  void busyServer_isRetried_afterRetryAfter() throws Exception {
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
  void concurrentFetches_downloadEachFileOnce() throws Exception {
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
  void interruptedFetch_endsAtOnce_andIsResumedByTheNext() throws Exception {
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
}
