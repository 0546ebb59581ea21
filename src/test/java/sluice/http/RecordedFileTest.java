package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.recording.RecordedSegment;

/** The bytes of recorded files as clients get them. */
@Timeout(60)
class RecordedFileTest extends WithTestService {
  private static final String PATH = "/api/v1/recordings/lobby/segments/7.mp4";
  private static final int INIT = FakeRecordings.INIT_BYTES;
  private static final int MEDIA = FakeRecordings.BYTES - INIT;

  private TestService service;
  private FakeRecordings recordings;
  private Path file;
  private byte[] content;

  @BeforeEach
  void write() throws IOException {
    service = start(TestHttpSettings.http());
    recordings = service.ports.recordings;
    content = recordings.write(folder);
    file = recordings.file(recordings.segments.getFirst());
  }

  private HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = service.request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return service
        .client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        .join();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void segment_isWhatComesAfterTheInitialisation() {
    HttpResponse<byte[]> segment = get(PATH);

    assertThat(segment.statusCode()).isEqualTo(200);
    assertThat(segment.body()).isEqualTo(Arrays.copyOfRange(content, INIT, content.length));
    assertThat(header(segment, "Content-Length")).isEqualTo("" + MEDIA);
    assertThat(header(segment, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(segment, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(segment, "Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
    assertThat(header(segment, "ETag")).isEqualTo("\"s7-1795874400000-1100\"");
    assertThat(header(segment, "Content-Disposition")).isEmpty();
  }

  @Test
  void wholeFile_isToBeSaved() {
    HttpResponse<byte[]> whole = get(PATH + "?whole=true");

    assertThat(whole.body()).isEqualTo(content);
    assertThat(header(whole, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"lobby-20261128T140000Z.mp4\"");
    assertThat(header(whole, "ETag")).isNotEqualTo(header(get(PATH), "ETag"));
    assertThat(get(PATH + "?whole=false").body()).hasSize(MEDIA);
    assertThat(get(PATH + "?whole=yes").statusCode()).isEqualTo(400);
  }

  @Test
  void timesByTheClock_areInTheirPlaces_whateverRangeIsWanted() {
    int at = FakeRecordings.CLOCK_OFFSET - INIT;
    byte[] expected = Arrays.copyOfRange(content, INIT, content.length);
    ByteBuffer.wrap(expected).putLong(at, FakeRecordings.BEGAN.toEpochMilli());

    HttpResponse<byte[]> all = get(PATH + "?clock=true");
    assertThat(all.body()).isEqualTo(expected);
    assertThat(header(all, "ETag")).isNotEqualTo(header(get(PATH), "ETag"));
    for (int first = at - 10; first < at + 10; first++) {
      String range = "bytes=%d-%d".formatted(first, first + 4);
      assertThat(get(PATH + "?clock=true", "Range", range).body())
          .isEqualTo(Arrays.copyOfRange(expected, first, first + 5));
    }
    assertThat(get(PATH + "?clock=yes").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=100-199, 100, 199",
    "bytes=100-, 100, 999",
    "bytes=-500, 500, 999",
    "bytes=-1, 999, 999",
    "bytes=-5000, 0, 999",
    "bytes=900-5000, 900, 999",
    "bytes=999-99999999999999999999, 999, 999",
    "BYTES=0-9, 0, 9",
  })
  void range_isThatPartOfTheBytes(String range, int first, int last) {
    HttpResponse<byte[]> part = get(PATH, "Range", range);

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes %d-%d/1000".formatted(first, last));
    assertThat(header(part, "Content-Length")).isEqualTo("" + (last - first + 1));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, INIT + first, INIT + last + 1));

    HttpResponse<byte[]> ofWhole = get(PATH + "?whole=true", "Range", "bytes=0-9");
    assertThat(ofWhole.body()).isEqualTo(Arrays.copyOf(content, 10));
    assertThat(header(ofWhole, "Content-Range")).isEqualTo("bytes 0-9/1100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-"})
  void rangeBeyondTheEnd_isAProblem_thatSaysWhereThatIs(String range) {
    HttpResponse<byte[]> none = get(PATH, "Range", range);
    assertThat(none.statusCode()).isEqualTo(416);
    assertThat(header(none, "Content-Range")).isEqualTo("bytes */1000");
    assertThat(header(none, "Content-Type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-9,20-29",
        "bytes=9-0",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes 0-9",
        "items=0-9",
        "0-9"
      })
  void severalRanges_andWhatIsNone_areIgnored(String range) {
    HttpResponse<byte[]> all = get(PATH, "Range", range);
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(all.body()).hasSize(MEDIA);
  }

  @Test
  void knownBytes_areNotSentAgain_andARangeOnlyOfTheSame() {
    String tag = header(get(PATH), "ETag");
    HttpResponse<byte[]> known = get(PATH, "If-None-Match", "\"other\", " + tag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(header(known, "ETag")).isEqualTo(tag);
    assertThat(get(PATH, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);

    assertThat(get(PATH, "If-Range", tag, "Range", "bytes=0-9").statusCode()).isEqualTo(206);
    assertThat(get(PATH, "If-Range", "\"other\"", "Range", "bytes=0-9").statusCode())
        .isEqualTo(200);
  }

  @Test
  void head_saysHowLongItIs() {
    HttpResponse<String> head =
        service.send(service.request(PATH).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("" + MEDIA);
    assertThat(head.body()).isEmpty();
    assertThat(get(PATH).body()).hasSize(MEDIA);
  }

  @Test
  void fileThatWasDeletedOrCut_isAProblem() throws IOException {
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(FakeRecordings.BYTES - 1);
    }
    assertThat(TestService.json(service.get(PATH)).get("type").asText())
        .isEqualTo("urn:sluice:problem:segment-gone");
    Files.delete(file);
    HttpResponse<String> gone = service.get(PATH);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).contains("segment 7 of stream lobby was deleted");
    Files.createDirectory(file);
    assertThat(service.get(PATH).statusCode()).isEqualTo(404);
  }

  @Test
  void fileIsLonger_thanTheIndexSays_andThatCounts() throws IOException {
    Files.write(file, Arrays.copyOf(content, 5_000));
    assertThat(get(PATH).body()).hasSize(MEDIA);
  }

  /** Of many chunks; the connection is used again, so that the length was kept exactly. */
  @Test
  void longFile_comesWhole_andItsEndByItself() throws IOException {
    int bytes = 8 << 20;
    try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(bytes);
      grown.seek(bytes - 3);
      grown.write(new byte[] {7, 8, 9});
    }
    RecordedSegment listed = recordings.segments.getFirst();
    recordings.segments =
        List.of(
            new RecordedSegment(
                listed.id(),
                listed.run(),
                listed.stream(),
                listed.file(),
                listed.startsAt(),
                listed.endsAt(),
                listed.mediaStart(),
                INIT,
                bytes));

    HttpResponse<byte[]> all = get(PATH);
    assertThat(header(all, "Content-Length")).isEqualTo("" + (bytes - INIT));
    assertThat(all.body()).hasSize(bytes - INIT).endsWith(7, 8, 9);
    HttpResponse<byte[]> middle = get(PATH, "Range", "bytes=1-5000000");
    assertThat(middle.body()).hasSize(5_000_000).startsWith(content[INIT + 1]);
    assertThat(get(PATH, "Range", "bytes=-3").body()).containsExactly(7, 8, 9);
  }

  /** On Linux the process's own table of files. */
  @Test
  void clientThatLeaves_leavesNoFileOpen() throws IOException {
    Path open = Path.of("/proc/self/fd");
    assumeThat(Files.isDirectory(open)).isTrue();
    longFile_comesWhole_andItsEndByItself();
    HttpResponse<InputStream> begun =
        service
            .client
            .sendAsync(service.request(PATH).build(), HttpResponse.BodyHandlers.ofInputStream())
            .join();
    begun.body().read();
    begun.body().close();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              try (var descriptors = Files.list(open)) {
                assertThat(descriptors.filter(each -> leadsTo(each, file))).isEmpty();
              }
            });
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.isSameFile(link.toRealPath(), file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
