package sluice.video.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseWatcherTest {
  private static final String OK_WITH_BODY =
      "RTSP/1.0 200 OK\r\n"
          + "CSeq: 1\r\n"
          + "Content-Length: 31\r\n\r\n"
          + "Location: rtsp://in.a/body\r\n\r\n\r\n";
  private static final String MOVED =
      "RTSP/1.0 302 Moved\r\nCSeq: 2\r\nLocation: rtsp://b/x\r\n\r\n";

  private final List<String> found = new ArrayList<>();
  private BodyStart body = new BodyStart();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 302 Found\r\nLocation: http://b/x\r\n\r\n",
        "HTTP/1.0 301\r\nlocation:http://b/x  \r\n\r\n",
        "http/1.1 308 \nLOCATION:\thttp://b/x\n\n",
        "\r\nRTSP/1.0 305 Use\r\nCSeq: 1\r\nLocation: http://b/x\r\nLocation: http://c/\r\n\r\n",
      })
  void locationOfARedirect_isFound(String answer) {
    accept(true, answer, answer.length());
    assertThat(found).containsExactly("http://b/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nLocation: http://b/x\r\n\r\n",
        "HTTP/1.1 404 No\r\nX: 1\r\n\r\nHTTP/1.1 302 Found\r\nLocation: http://b/x\r\n\r\n",
        "HTTP/1.1 302 Found\r\nX: Location: http://b/x\r\n\r\n",
        "ICY 302 OK\r\nLocation: http://b/x\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: \r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://b/x\r\n",
        "",
      })
  void otherAnswers_areNoRedirect(String answer) {
    accept(true, answer, Math.max(1, answer.length()));
    assertThat(found).isEmpty();
  }

  @Test
  void bodies_areSkipped_howeverTheBytesCome() {
    for (int atOnce = 1; atOnce < 80; atOnce++) {
      found.clear();
      accept(false, OK_WITH_BODY + MOVED, atOnce);
      assertThat(found).as("%d bytes at a time", atOnce).containsExactly("rtsp://b/x");
    }
  }

  @Test
  void firstGoodBody_isKept_howeverTheBytesCome() {
    String refused = "HTTP/1.1 401 No\r\nContent-Length: 4\r\n\r\nnone";
    for (int atOnce = 1; atOnce < 80; atOnce++) {
      body = new BodyStart();
      accept(true, refused, atOnce);
      accept(true, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n#EXTM3U", atOnce);
      accept(true, "HTTP/1.1 206 Part\r\n\r\nlater", atOnce);
      assertThat(text()).as("%d bytes at a time", atOnce).isEqualTo("#EXTM3U");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, X: 1, true",
    "200 OK, Accept-Ranges: none, true",
    "200 OK, accept-ranges: Bytes, false",
    "206 Part, Content-Range: bytes 0-4/5, false",
    "404 No, X: 1, false",
  })
  void bodyWithoutRanges_isKnown(String status, String field, boolean wholeOnly) {
    accept(true, "HTTP/1.1 " + status + "\r\n" + field + "\r\n\r\nbytes", 9);
    assertThat(body.isWholeOnly()).isEqualTo(wholeOnly);
  }

  @Test
  void bodyInChunks_isKept_withoutTheFirstLength_upToItsLimit() {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f40;x\r\n";
    ResponseWatcher watcher = accept(true, chunked + "y".repeat(8000), 900);
    assertThat(text()).matches("y{4000,4096}");
    assertThat(watcher.isDone()).isTrue();
  }

  private String text() {
    return new String(body.bytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void mediaAndEndlessHeaders_endTheWatch() {
    ResponseWatcher media = accept(false, OK_WITH_BODY + "$\0\0\4abcd" + MOVED, 7);
    assertThat(media.isDone()).isTrue();
    ResponseWatcher endless =
        accept(false, "RTSP/1.0 302 x" + "y".repeat(ResponseWatcher.LONGEST_HEADER) + MOVED, 99);
    assertThat(endless.isDone()).isTrue();
    assertThat(found).isEmpty();
  }

  private ResponseWatcher accept(boolean onlyFirst, String answer, int atOnce) {
    ResponseWatcher watcher = new ResponseWatcher(onlyFirst, found::add, body);
    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i += atOnce) {
      int length = Math.min(atOnce, bytes.length - i);
      byte[] part = new byte[length];
      System.arraycopy(bytes, i, part, 0, length);
      watcher.accept(part, length);
    }
    return watcher;
  }
}
