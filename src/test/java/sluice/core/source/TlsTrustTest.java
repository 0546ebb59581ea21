package sluice.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTrustTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void fingerprint_isReadInEachForm_andShownWithColons() {
    CertificateFingerprint of =
        CertificateFingerprint.of("abc".getBytes(StandardCharsets.US_ASCII));

    assertThat(CertificateFingerprint.parse(ABC)).contains(of);
    assertThat(CertificateFingerprint.parse(of.digits())).contains(of);
    assertThat(CertificateFingerprint.parse(of.toString())).contains(of);
    assertThat(of.toString()).startsWith("BA:78:16").endsWith("15:AD").hasSize(95);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "sha256:" + ABC, ABC + "00", "ba:" + ABC, "xx7816bf" + ABC})
  void otherText_isNoFingerprint(String text) {
    assertThat(CertificateFingerprint.parse(text)).isEmpty();
    assertThat(CertificateFingerprint.parse(ABC.replaceFirst("a7", "a:7"))).isEmpty();
  }

  @Test
  void fingerprintThatNobodyChecks_isAContradiction() {
    Optional<CertificateFingerprint> pinned = CertificateFingerprint.parse(ABC);

    assertThatThrownBy(() -> new TlsTrust(TlsTrust.Mode.INSECURE, pinned, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new TlsTrust(TlsTrust.Mode.VERIFY, pinned, Optional.empty()).isByAuthority())
        .isFalse();
    assertThat(TlsTrust.SYSTEM.isByAuthority()).isTrue();
  }
}
