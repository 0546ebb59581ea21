package sluice.recording.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentPathTest {
  private static final SegmentPath PATH =
      new SegmentPath(
          "yard_2-b",
          Instant.parse("2026-11-27T23:59:58.001Z"),
          Instant.parse("2026-11-28T14:59:59.999Z"));
  private static final String TEXT = "yard_2-b/2026-11-28/14/1795823998001-1795877999999.mp4";

  @Test
  void text_hasDayAndHourOfTheStart() {
    assertThat(PATH.text()).isEqualTo(TEXT);
    assertThat(PATH.in(Path.of("store"))).isEqualTo(Path.of("store/" + TEXT));
  }

  @Test
  void text_isReadAsItWasWritten() {
    assertThat(SegmentPath.parse(TEXT)).contains(PATH);
  }

  @Test
  void text_isInUtc_wherever() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of("Asia/Kolkata")));
      assertThat(PATH.text()).isEqualTo(TEXT);
      assertThat(SegmentPath.parse(TEXT)).contains(PATH);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void hoursThatAreTwiceOnClocks_areTwoFolders() {
    // 2:30 in Berlin, before and after clocks were put back.
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    Instant second = Instant.parse("2026-10-25T01:30:00Z");

    assertThat(new SegmentPath("s", first, first).text()).startsWith("s/2026-10-25/00/");
    assertThat(new SegmentPath("s", first, second).text()).startsWith("s/2026-10-25/01/");
  }

  @Test
  void times_areCutToMilliseconds() {
    Instant time = Instant.parse("2026-11-28T14:00:00.123999999Z");
    SegmentPath path = new SegmentPath("s", time, time);

    assertThat(path.startsAt()).isEqualTo(Instant.parse("2026-11-28T14:00:00.123Z"));
    assertThat(SegmentPath.parse(path.text())).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ".mp4",
        "yard_2-b/2026-11-28/14/1795823998001-1795877999999.MP4",
        "yard_2-b/2026-11-28/14/1795823998001-1795877999999.mp4.new",
        "yard_2-b/2026-11-28/15/1795823998001-1795877999999.mp4",
        "yard_2-b/2026-11-29/14/1795823998001-1795877999999.mp4",
        "yard_2-b/2026-11-28/14/01795823998001-1795877999999.mp4",
        "yard_2-b/2026-11-28/14/1795823998001-1795877999999-.mp4",
        "yard_2-b/2026-11-28/14/1795823998001.mp4",
        "yard_2-b/2026-11-28/14/-1795877999999.mp4",
        "yard_2-b/2026-11-28/14/1795823998001-+795877999999.mp4",
        "yard_2-b/2026-11-28/14/1795823998001-\u0661795877999999.mp4",
        "yard_2-b/2026-11-28/14/1795823998001-99999999999999999999.mp4",
        "yard_2-b/2026-11-28/14/x/1795823998001-1795877999999.mp4",
        "yard_2-b/2026-11-28/1795823998001-1795877999999.mp4",
        "yard 2/2026-11-28/14/1795823998001-1795877999999.mp4",
        "../2026-11-28/14/1795823998001-1795877999999.mp4",
        "/2026-11-28/14/1795823998001-1795877999999.mp4",
        "yard_2-b\\2026-11-28\\14\\1795823998001-1795877999999.mp4"
      })
  void foreignNames_areNone(String text) {
    assertThat(SegmentPath.parse(text)).isEmpty();
  }

  @Test
  void namesBeyondAllBounds_areNone() {
    assertThat(SegmentPath.parse("a".repeat(300) + TEXT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a b", "\u00e9"})
  void idsThatAreNoFolder_areRefused(String id) {
    assertThatThrownBy(() -> new SegmentPath(id, Instant.EPOCH, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: letters, digits");
  }

  @Test
  void timesWithoutFourDigitsForTheYear_areRefused() {
    assertThatThrownBy(() -> new SegmentPath("s", Instant.EPOCH, Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SegmentPath("s", Instant.EPOCH.minusMillis(1), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
