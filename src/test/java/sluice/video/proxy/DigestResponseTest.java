package sluice.video.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.source.Credentials;

/** The examples of RFC 7616. */
class DigestResponseTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  @Test
  void sha256_isThatOfTheStandard() {
    AuthChallenge challenge =
        challenge(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256,"
                + " nonce=\""
                + NONCE
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    assertThat(
            DigestResponse.to(
                challenge,
                new Credentials("Mufasa", "Circle of Life"),
                "GET",
                "/dir/index.html",
                1,
                CLIENT_NONCE))
        .startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\"")
        .contains(
            "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"",
            "qop=auth, nc=00000001, cnonce=\"" + CLIENT_NONCE + "\"",
            "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
        .doesNotContain("Circle");
  }

  @Test
  void challenges_areTakenApart_alsoWhereOneFieldHasSeveral() {
    List<AuthChallenge> all =
        AuthChallenge.parse(
            List.of(
                "Digest realm=\"a, \\\"b\\\"\",nonce=x , algorithm=SHA-256, Basic realm=\"c\"",
                "Negotiate",
                "Digest realm=\"d\", nonce=\"y\", qop=\"auth-int\"",
                "=nonsense"));
    assertThat(all)
        .extracting(AuthChallenge::name)
        .containsExactly("Digest with SHA-256", "Basic", "Negotiate", "Digest with MD5");
    assertThat(all.getFirst().get("realm")).isEqualTo("a, \"b\"");
    assertThat(all.getFirst().get("nonce")).isEqualTo("x");
    assertThat(all.get(3).isKnownToFfmpeg()).as("of auth-int alone").isFalse();
  }

  private static AuthChallenge challenge(String text) {
    return AuthChallenge.parse(List.of(text)).getFirst();
  }
}
