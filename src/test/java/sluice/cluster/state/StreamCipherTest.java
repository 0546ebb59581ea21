package sluice.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.config.binding.Secret;

class StreamCipherTest {
  private static final String TEXT = "{\"source\":\"rtsp://u:secret@10.0.0.1/1\"}";

  private static StreamCipher with(String key) {
    return StreamCipher.of(Optional.of(ClusterKey.of(new Secret(key))));
  }

  @Test
  void sealedText_isOpenedByTheSameKey_forItsStreamAndVersionAlone() {
    StreamCipher cipher = with("0123456789abcdef");

    String sealed = cipher.seal("gate", 7, TEXT);

    assertThat(sealed).doesNotContain("secret");
    assertThat(cipher.seal("gate", 7, TEXT)).isNotEqualTo(sealed);
    assertThat(with("0123456789abcdef").open("gate", 7, sealed)).contains(TEXT);
    assertThat(cipher.open("gate", 8, sealed)).isEmpty();
    assertThat(cipher.open("yard", 7, sealed)).isEmpty();
    assertThat(with("0123456789abcdeg").open("gate", 7, sealed)).isEmpty();
    assertThat(StreamCipher.NONE.open("gate", 7, sealed)).isEmpty();
    assertThat(cipher.open("gate", 7, sealed.substring(0, 20))).isEmpty();
    assertThat(cipher.open("gate", 7, "gcm:?")).isEmpty();
  }

  @Test
  void withoutAKey_textsAreLeftAsTheyAre_andNodesWithOneReadThem() {
    assertThat(StreamCipher.NONE.seal("gate", 7, TEXT)).isEqualTo(TEXT);
    assertThat(with("0123456789abcdef").open("gate", 7, TEXT)).contains(TEXT);
  }

  @Test
  void keysOfPurposes_differ() {
    ClusterKey key = ClusterKey.of(new Secret("0123456789abcdef"));

    assertThat(key.derive("a", "AES").getEncoded())
        .hasSize(32)
        .isEqualTo(key.derive("a", "AES").getEncoded())
        .isNotEqualTo(key.derive("b", "AES").getEncoded());
  }
}
