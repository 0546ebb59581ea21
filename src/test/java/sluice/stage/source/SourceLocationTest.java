package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;

class SourceLocationTest {

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, FILE, clip.mp4",
    "some dir/clip 1.mp4, FILE, some dir/clip 1.mp4",
    "file:/videos/a%20b.mp4, FILE, /videos/a%20b.mp4",
    "file:///videos/a%20b.mp4, FILE, /videos/a b.mp4",
    "file://localhost/videos/a%20b.mp4, FILE, /videos/a b.mp4",
    "file:///videos/a b.mp4, FILE, /videos/a b.mp4",
    "file:clip.mp4, FILE, clip.mp4",
    "a:b.mp4, FILE, a:b.mp4",
    "frames/*.jpg, GLOB, frames/*.jpg",
    "'frames/{a,b}/?.png', GLOB, 'frames/{a,b}/?.png'",
    "http://host/video.mp4, HTTP, http://host/video.mp4",
    "HTTPS://host:8443/x?a=*, HTTP, https://host:8443/x?a=*",
    "rtsp://host/stream, RTSP, rtsp://host/stream",
    "RTSPS://host/stream, RTSP, rtsps://host/stream",
    "/dev/video0, CAMERA, /dev/video0",
    "/dev/v4l/by-id/usb-cam-index0, CAMERA, /dev/v4l/by-id/usb-cam-index0",
    "camera:2, CAMERA, /dev/video2",
    "camera:/dev/video3, CAMERA, /dev/video3",
    "0, CAMERA, /dev/video0",
    "12, CAMERA, /dev/video12",
  })
  void parse_knowsKinds(String text, SourceLocation.Kind kind, String address) {
    SourceLocation location = SourceLocation.parse(text);
    assertThat(location.kind()).isEqualTo(kind);
    assertThat(location.address()).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "concat:a.mp4|b.mp4, concat",
    "'subfile,,start,32,end,99,,:clip.mp4', subfile",
    "pipe:0, pipe",
    "data:image/png;base64;AAAA, data",
    "CONCAT:a, concat",
    "ftp://host/a.mp4, ftp",
    "udp://239.0.0.1:1234, udp",
    "crypto+file:x, crypto+file",
    "lavfi:testsrc, lavfi",
  })
  void parse_refusesOtherSchemesByName(String text, String scheme) {
    assertThatThrownBy(() -> SourceLocation.parse(text))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(text + ": ")
        .hasMessageContaining("'" + scheme + ":'")
        .hasMessageContaining("rtsp://")
        .satisfies(e -> assertThat(((SluiceException) e).code()).isEqualTo(ErrorCode.USAGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http:",
        "http://",
        "rtsp:///path",
        "http://host/a b",
        "camera:",
        "camera:front",
        "file://server/share.mp4",
        "frames/[a.jpg",
        "a\0b"
      })
  void parse_refusesWhatNamesNothing(String text) {
    assertThatThrownBy(() -> SourceLocation.parse(text))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("(expected: ")
        .message()
        .doesNotContain("\n", "\0");
  }

  @Test
  void existingPath_takesPrecedence_overUrlSyntax(@TempDir Path folder) throws IOException {
    for (String name : new String[] {"ab:c.mp4", "concat:x", "[1].jpg", "a*b.jpg", "rtsp:"}) {
      String path = Files.createFile(folder.resolve(name)).toString();
      assertThat(SourceLocation.parse(path).kind()).isEqualTo(SourceLocation.Kind.FILE);
      assertThat(SourceLocation.parse(path).address()).isEqualTo(path);
    }
  }

  @Test
  void address_isOpenedAsTheKindThatItWasJudgedAs() throws IOException {
    // Names that exist where tests run would be files to the command line.
    Path camera = Files.createFile(Path.of("771"));
    try {
      assertThat(SourceLocation.parse("771").kind()).isEqualTo(SourceLocation.Kind.FILE);
      SourceAddress address = new SourceAddress("771");
      assertThat(address.scheme()).isEqualTo("camera");
      assertThat(SourceLocation.of(address).kind()).isEqualTo(SourceLocation.Kind.CAMERA);
    } finally {
      Files.delete(camera);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rtsp://h/x", "https://h/x", "camera:1", "0", "/dev/video0", "a.mp4", "file:a"})
  void unresolved_isOfTheKindThatIsOpened(String text) {
    SourceAddress address = new SourceAddress(text);

    assertThat(SourceLocation.unresolved(address).kind())
        .isEqualTo(SourceLocation.of(address).kind());
    assertThat(SourceLocation.unresolved(address).live()).isEqualTo(address.isLive());
  }

  @Test
  void folder_isAFolderOfImages(@TempDir Path folder) {
    assertThat(SourceLocation.parse(folder.toString()).kind())
        .isEqualTo(SourceLocation.Kind.FOLDER);
    assertThat(SourceLocation.parse(folder.toUri().toString()).kind())
        .isEqualTo(SourceLocation.Kind.FOLDER);
  }

  @Test
  void credentials_showInNoText() {
    SourceLocation location = SourceLocation.parse("rtsp://admin:s3cret@cam/live?token=t0ken");
    assertThat(location.address()).contains("admin:s3cret", "t0ken");
    assertThat(location.name()).doesNotContain("s3cret", "t0ken", "admin").contains("@cam/live");
    assertThat(location).hasToString(location.name());
    assertThat(new SourceSettings(location, Playback.builder().build()).toString())
        .doesNotContain("s3cret");
    assertThatThrownBy(() -> SourceLocation.parse("rtmp://admin:s3cret@cam/live"))
        .message()
        .doesNotContain("s3cret", "admin");
    assertThatThrownBy(() -> SourceLocation.parse("http://admin:s3cret@cam/a b"))
        .message()
        .doesNotContain("s3cret", "admin");
  }

  @Test
  void name_hasNoLineBreaks() {
    assertThat(SourceLocation.parse("a\nb\u001b.mp4").name()).isEqualTo("a?b?.mp4");
  }

  @Test
  void camerasAndRtsp_areLive() {
    assertThat(SourceLocation.parse("rtsp://host/").live()).isTrue();
    assertThat(SourceLocation.parse("0").live()).isTrue();
    assertThat(SourceLocation.parse("http://host/a.mp4").live()).isFalse();
    assertThat(SourceLocation.parse("a.mp4").live()).isFalse();
  }
}
