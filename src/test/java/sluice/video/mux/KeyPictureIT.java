package sluice.video.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Picture;
import sluice.video.decode.KeyPicture;
import sluice.video.demux.FragmentDemuxer;

/** The first picture of a fragment. */
@Timeout(60)
class KeyPictureIT {
  @TempDir Path folder;

  private static byte[] fragment(Recorded recorded, int number) {
    byte[] init = recorded.init();
    byte[] fragment = recorded.fragments().get(number).bytes();
    byte[] all = new byte[init.length + fragment.length];
    System.arraycopy(init, 0, all, 0, init.length);
    System.arraycopy(fragment, 0, all, init.length, fragment.length);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hevc.mp4", "aac.mp4"})
  void pictureOfAFragment_isItsKeyFrame_andThereIsNoneWhereItBeginsWithAnother(String name)
      throws IOException {
    try (OpenClip clip = OpenClip.of(OpenClip.resource(folder, name))) {
      Recorded recorded =
          Recorded.of(clip.streams, clip.packets, packet -> packet == clip.of(clip.video()).get(4));
      assertThat(recorded.fragments()).hasSize(2);
      Optional<Picture> key = KeyPicture.of(new ByteArrayInputStream(fragment(recorded, 0)));
      try (Picture picture = key.orElseThrow()) {
        assertThat(picture.width()).isEqualTo(64);
        assertThat(picture.height()).isEqualTo(48);
      }
      assertThat(KeyPicture.of(new ByteArrayInputStream(fragment(recorded, 1)))).isEmpty();
    }
  }

  @Test
  void bytesThatAreNone_orCantBeRead_areAFailure_thatSaysWhy() {
    assertThatThrownBy(() -> KeyPicture.of(new ByteArrayInputStream(new byte[99])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it can't be read as MP4");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(() -> FragmentDemuxer.open(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }
}
