package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.binding.Secret;

class SigningKeyTest {

  @Test
  void signature_isThatOfTheSpecification() {
    SigningKey key = new SigningKey(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    assertThat(
            key.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** Computed by Python's hmac and base64, of the text's bytes. */
  @Test
  void plainKey_isTheBytesOfItsText() {
    SigningKey key = new SigningKey(new Secret("0123456789abcdef-plain"));

    assertThat(key.sign("r1-cam-7-2", 1_700_000_000, "{\"id\":\"ä\"}\n".getBytes(UTF_8)))
        .isEqualTo("v1,2OTLisws+5WaGQ4JDXF8I9TdmEosOfnfr7Ueoe0VdGg=");
  }

  @Test
  void aKey_canBeUsedAgain() {
    SigningKey key = new SigningKey(new Secret("0123456789abcdef-plain"));

    assertThat(key.sign("a", 1, new byte[1])).isEqualTo(key.sign("a", 1, new byte[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_AAECAwQFBgcICQoLDA0ODw==",
        "whsec_AAECAwQFBgcICQoLDA0ODxA="
      })
  void form_allowsKeysThatCanBeUsed(String text) {
    assertThat(Pattern.matches(SigningKey.FORM, text)).isTrue();
    new SigningKey(new Secret(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcde",
        "0123456789 abcdef",
        "whsec_",
        "whsec_0123456789abcdef",
        "whsec_AAECAwQFBgcICQoLDA0ODw",
        "whsec_AAECAwQFBgcICQoLDA0ODw=",
        "whsec_not base64 but long enough",
        "whsec_____________________________"
      })
  void form_refusesOthers(String text) {
    assertThat(Pattern.matches(SigningKey.FORM, text)).isFalse();
  }

  @Test
  void everyBase64OfTheForm_canBeDecoded() {
    for (int length = 16; length < 40; length++) {
      String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);

      assertThat(Pattern.matches(SigningKey.FORM, text)).as(text).isTrue();
    }
  }
}
