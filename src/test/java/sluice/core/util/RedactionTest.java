package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rtsp://admin:secret@cam/1 | rtsp://***@cam/1",
        "rtsp://secret@cam:554/1 | rtsp://***@cam:554/1",
        "rtsp://admin:se@cret@cam/1 | rtsp://***@cam/1",
        "rtsp://admin:se/cret@cam/1 | rtsp://***@cam/1",
        "rtsp://admin:se?cr#et@cam/1 | rtsp://***@cam/1",
        "admin:secret@cam/1 | ***@cam/1",
        ":secret@cam/1 | ***@cam/1",
        "'/srv/admin:secret@cam/1' does not exist | '/srv/***@cam/1' does not exist",
        "Could not open \"rtsp://a:secret@h/x\" | Could not open \"rtsp://***@h/x\"",
        "two: http://a:secret@h/ http://b:secret@i/ | two: http://***@h/ http://***@i/",
        "http://h/v?user=secret&password=secret&n=1 | http://h/v?user=***&password=***&n=1",
        "http://h/v?Token=secret | http://h/v?Token=***",
        "http://h/v?access_token=secret#x | http://h/v?access_token=***#***",
        "rtsp://h:554/user=secret_password=se_cret_channel=1_stream=0.sdp |"
            + " rtsp://h:554/user=***_password=***_channel=1_stream=0.sdp",
        "rtsp://u:secret@b/c@host/x | rtsp://***@host/x",
        "rtsp://u:secret#1/2@host:554/x?channel=1&subtype=0 |"
            + " rtsp://***@host:554/x?channel=1&subtype=0",
        "http://h/cgi?loginuse=secret&loginpas=secret | http://h/cgi?loginuse=***&loginpas=***",
        "http://h/cgi?psw=secret&p=secret&session=secret&token=secret |"
            + " http://h/cgi?psw=***&p=***&session=***&token=***",
        "http://h/cgi?unheard-of=secret&fps=5 | http://h/cgi?unheard-of=***&fps=5",
        "http://a:secret@h/v?token=secret: no answer | http://***@h/v?token=***: no answer",
        "http://h/v?psw=sec#secret&secret | http://h/v?psw=***#***&***",
        "http://h/v?psw=a'secret;secret?secret | http://h/v?psw=***;***?***",
        "http://h/v?psw=a\"secret&n=1 | http://h/v?psw=***&n=1",
        "http://h/v?secret | http://h/v?***",
        "http://h/v?channel=1?psw=secret | http://h/v?channel=1?psw=***",
        "http://h/v;jsessionid=secret?n=1 | http://h/v;jsessionid=***?n=1",
        "(see http://h/v?token=secret). | (see http://h/v?token=***).",
        "//u:secret@host/x | //***@host/x",
        "GET /stream?jwt=secret HTTP | GET /stream?jwt=*** HTTP",
        "'http://h/v?password=secret' is gone | 'http://h/v?password=***' is gone",
        "http://host:8080/secret@list/clip.mp4 | http://***@list/clip.mp4",
        "Authorization: Basic c2VjcmV0 | Authorization: ***",
      })
  void secrets_areRedacted(String text, String expected) {
    assertThat(Redaction.redact(text)).isEqualTo(expected).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://cam:554/stream1",
    "http://10.0.0.1:8080/video?fps=5",
    "/srv/media/a@b/clip.mp4",
    "[h264 @ 0x7f10b154c0] error while decoding MB 19 7",
  })
  void ordinaryText_isUnchanged(String text) {
    assertThat(Redaction.redact(text)).isEqualTo(text);
  }

  @Test
  void valueThatIsAnAddress_hidesAPasswordWithABlank() {
    assertThat(Redaction.redactValue("rtsp://u:a secret@h/x?psw=a secret"))
        .isEqualTo("rtsp://***@h/x?psw=***");
  }

  @Test
  void redaction_isIdempotent() {
    String once = Redaction.redact("rtsp://a:b@h/x?password=y&z#q");
    assertThat(Redaction.redact(once)).isEqualTo(once);
  }
}
