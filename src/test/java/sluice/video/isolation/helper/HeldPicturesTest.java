package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.video.isolation.protocol.ProtocolException;

/** Pictures are let go of in the order in which they were told of at one place. */
class HeldPicturesTest {
  private final HeldPictures held = new HeldPictures();
  private final List<String> released = new ArrayList<>();

  @Test
  void pictureThatWasToldTwice_isGivenBackTwice() {
    held.add(0, () -> released.add("first"));
    held.add(4096, () -> released.add("other"));
    held.add(0, () -> released.add("second"));
    assertThat(held.number()).isEqualTo(3);
    held.giveBack(0);
    assertThat(released).containsExactly("first");
    held.giveBack(0);
    assertThat(released).containsExactly("first", "second");
    assertThat(held.number()).isEqualTo(1);
    assertThatThrownBy(() -> held.giveBack(0)).isInstanceOf(ProtocolException.class);
    assertThat(held.number()).isEqualTo(1);
  }
}
