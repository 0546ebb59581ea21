package sluice.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {

  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/x, rtsp, cam, -1",
    "RTSP://Cam:554, rtsp, cam, 554",
    "rtsps://u:p@10.0.0.1:322/x?y, rtsps, 10.0.0.1, 322",
    "http://u:p@q@host/x, http, host, -1",
    "http://host#@other/, http, host, -1",
    "https://[::1]:8443/, https, ::1, 8443",
    "rtsp:///x, rtsp, '', -1",
    "rtsp://u@/x, rtsp, '', -1",
    "http:host, http, '', -1",
    "/srv/a:b.mp4, file, '', -1",
    "a.mp4, file, '', -1",
    "file:///a.mp4, file, '', -1",
    "'frames/*.jpg', file, '', -1",
    "0, camera, '', -1",
    "camera:1, camera, '', -1",
    "/dev/video0, camera, '', -1",
    "demo:crowd, demo, '', -1",
    "'subfile,,start,1:x', subfile, '', -1",
  })
  void parts_areTakenApartAsFfmpegDoes(String text, String scheme, String host, int port) {
    SourceAddress address = new SourceAddress(text);
    assertThat(address.scheme()).isEqualTo(scheme);
    assertThat(address.host().orElse("")).isEqualTo(host);
    assertThat(address.port().orElse(-1)).isEqualTo(port);
  }

  @Test
  void text_showsNoCredentials() {
    SourceAddress address = new SourceAddress("rtsp://u:marked@cam/x?password=marked");
    assertThat(List.of(address.toString(), address.redacted()))
        .allSatisfy(text -> assertThat(text).isEqualTo("rtsp://***@cam/x?password=***"));
    assertThat(address.hasSecret()).isTrue();
    assertThat(new SourceAddress("/srv/a@b.mp4").hasSecret()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, /dev/video0",
    "camera:12, /dev/video12",
    "camera:/dev/video3, /dev/video3",
    "/dev/v4l/by-id/usb-cam-index0, /dev/v4l/by-id/usb-cam-index0",
    "camera:front, ''",
    "camera:, ''",
    "1234, ''",
    "rtsp://cam/0, ''",
  })
  void device_isTheDeviceFileOfACamera(String text, String device) {
    assertThat(new SourceAddress(text).device().orElse("")).isEqualTo(device);
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/1, 10.0.0.7, rtsp://10.0.0.7/1",
    "rtsp://u:p%40ss@cam:554/a?b=c@d:1, 10.0.0.7, rtsp://u:p%40ss@10.0.0.7:554/a?b=c@d:1",
    "http://u@q@cam#@other, ::1, http://u@q@[::1]#@other",
    "rtsp://[fc00::1]:554/x, 10.0.0.7, rtsp://10.0.0.7:554/x",
  })
  void withHost_replacesTheHostThatHostNames(String text, String machine, String changed) {
    SourceAddress address = new SourceAddress(text).withHost(machine);

    assertThat(address.reveal()).isEqualTo(changed);
    assertThat(address.host()).contains(machine);
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/1, viewer, s#c/r@t:%?, rtsp://viewer:s%23c%2Fr%40t%3A%25%3F@cam/1",
    "http://cam, \u00fcser, 'a b', http://%C3%BCser:a%20b@cam",
    "rtsps://[::1]:322/x, u, '', rtsps://u@[::1]:322/x",
  })
  void withCredentials_encodesThem(String text, String user, String password, String expected) {
    SourceAddress address = new SourceAddress(text).withCredentials(user, password);

    assertThat(address.reveal()).isEqualTo(expected);
    assertThat(address.isWellFormed()).isTrue();
    assertThat(address.hasCredentials()).isTrue();
    assertThat(address.host()).isEqualTo(new SourceAddress(text).host());
    assertThat(address.redacted()).contains("://***@").doesNotContain(user + ":");
  }

  @Test
  void credentials_fitUpTo1000Bytes() {
    SourceAddress cam = new SourceAddress("rtsp://cam/");
    assertThat(cam.hasCredentials()).isFalse();
    assertThat(cam.credentialsFit()).isTrue();
    assertThat(cam.withCredentials("u", "x".repeat(998)).credentialsFit()).isTrue();
    assertThat(cam.withCredentials("u", "x".repeat(999)).credentialsFit()).isFalse();
    assertThat(cam.withCredentials("u", "#".repeat(333)).credentialsFit()).isFalse();
  }

  @Test
  void withHost_isRefused_whereThereIsNone() {
    assertThatThrownBy(() -> new SourceAddress("a.mp4").withHost("10.0.0.7"))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\0", "\t", "\u001b", "\u0085", "\u2028", "\u2029"})
  void controlCharacterOrLineTerminator_isNoPartOfAnAddress(String character) {
    assertThat(SourceAddress.isPossible("rtsp://cam/x")).isTrue();
    assertThat(SourceAddress.isPossible("rtsp://cam/x" + character + "y")).isFalse();
    assertThat(SourceAddress.isPossible("/srv/clip.mp4" + character)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://cam/x",
        "rtsp://10.8.8.8:554/x",
        "http://[::1]/",
        "https://1.example.com/",
        "http://cam-01/",
        "http://u:p@0x.example/"
      })
  void ordinaryAddress_isWellFormed(String text) {
    assertThat(new SourceAddress(text).isWellFormed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp:///x",
        "rtsp://",
        "http:host",
        "rtsp://a b/x",
        "rtsp://a/x y",
        "rtsp://a:0/x",
        "rtsp://a:65536/x",
        "rtsp://0177.0.0.1/x",
        "rtsp://010.8.8.8/x",
        "http://127.1/x",
        "http://2130706433/",
        "https://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://256.1.1.1/",
        "http://1.2.3.4./x",
        "rtsp://u:pa/ss@a/x",
        "rtsp://u:p@a/ss@host/x",
        "rtsp://u/p@host/x",
        "http://host/x?y=a@b"
      })
  void brokenAddress_isNotWellFormed(String text) {
    assertThat(new SourceAddress(text).isWellFormed()).isFalse();
  }
}
