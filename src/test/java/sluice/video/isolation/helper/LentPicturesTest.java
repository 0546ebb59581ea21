package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.video.isolation.protocol.ProtocolException;

/** Pictures are let go of in the order in which they were told of at one place. */
class LentPicturesTest {
  private final LentPictures lent = new LentPictures();
  private final List<String> released = new ArrayList<>();

  @Test
  void pictureThatWasToldTwice_isGivenBackTwice() {
    lent.add(0, () -> released.add("first"));
    lent.add(4096, () -> released.add("other"));
    lent.add(0, () -> released.add("second"));
    assertThat(lent.number()).isEqualTo(3);
    lent.giveBack(0);
    assertThat(released).containsExactly("first");
    lent.giveBack(0);
    assertThat(released).containsExactly("first", "second");
    assertThat(lent.number()).isEqualTo(1);
    assertThatThrownBy(() -> lent.giveBack(0)).isInstanceOf(ProtocolException.class);
    assertThat(lent.number()).isEqualTo(1);
  }
}
