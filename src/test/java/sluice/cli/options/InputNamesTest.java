package sluice.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputNamesTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          people.mp4,                           people
          videos/my people.v2.mp4,              my people.v2
          /abs/München.avi,                     München
          folder/,                              folder
          x/.,                                  x
          .hidden,                              .hidden
          noextension,                          noextension
          'shots/*.jpg',                        _
          'shots/a[0-9]{x}.jpg',                a_0-9_x_
          /dev/video0,                          video0
          rtsp://cam.example:554/live/main,     main
          rtsp://u:p@cam.example/live/?q=a/b,   live
          rtsp://u:p/w@cam.example,             cam
          rtsp://u:p?w#x@cam.example,           cam
          rtsp://h/user=u_password=p_n=1.sdp?x, user=__password=__n=1
          http://h/a;jsessionid=p,              a;jsessionid=_
          http://cam:8080,                      cam_8080
          /,                                    input
          """)
  void inputName_followsThePathOrUrl(String input, String expected) {
    assertThat(InputNames.name(input)).isEqualTo(expected);
  }

  @Test
  void inputNames_areUnique() {
    assertThat(InputNames.of(List.of("a.mp4", "b/a.mp4", "a-2.mp4", "c/a.avi")))
        .containsExactly("a", "a-2", "a-2-2", "a-3");
  }
}
