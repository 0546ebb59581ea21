package sluice.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.config.binding.Secret;
import sluice.config.settings.AccessToken;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;
import sluice.http.TestHttpSettings;
import sluice.http.access.TokenAuthenticator.Grant;
import sluice.http.access.TokenAuthenticator.Outcome;

class TokenAuthenticatorTest {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.168.1.7");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.168.1.8");

  private final AtomicLong nanos = new AtomicLong();
  private final TokenAuthenticator logins =
      new TokenAuthenticator(
          TestHttpSettings.http().withToken().failedLogins(3).build(), nanos::get);

  private Outcome check(String header) {
    return logins.check(Optional.of(header), CLIENT);
  }

  private static Outcome in(String name, Right right) {
    return new Outcome.In(new Grant(Optional.of(name), right));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void token_isAccepted_asBearerAndAsPassword() {
    assertThat(check("Bearer " + TestHttpSettings.TOKEN)).isEqualTo(in("token", Right.ADMIN));
    assertThat(check("bearer " + TestHttpSettings.TOKEN)).isEqualTo(in("token", Right.ADMIN));
    assertThat(check(basic("anybody:" + TestHttpSettings.TOKEN)))
        .isEqualTo(in("token", Right.ADMIN));
  }

  @Test
  void otherCredentials_areRefused() {
    assertThat(logins.check(Optional.empty(), CLIENT)).isEqualTo(new Outcome.Missing());
    assertThat(check(TestHttpSettings.TOKEN)).isEqualTo(new Outcome.Wrong());
    assertThat(check(basic(TestHttpSettings.TOKEN + ":"))).isEqualTo(new Outcome.Wrong());
    assertThat(check("Basic ***")).isEqualTo(new Outcome.Wrong());
  }

  @Test
  void wrongTokens_areLimited_butTheRightOneIsAlwaysAccepted() {
    for (int i = 0; i < 3; i++) {
      assertThat(check("Bearer wrong")).isEqualTo(new Outcome.Wrong());
      assertThat(check("Bearer " + TestHttpSettings.TOKEN)).isEqualTo(in("token", Right.ADMIN));
    }
    assertThat(check("Bearer wrong")).isEqualTo(new Outcome.Limited());
    assertThat(check("Bearer " + TestHttpSettings.TOKEN)).isEqualTo(in("token", Right.ADMIN));
    assertThat(logins.check(Optional.of("Bearer wrong"), OTHER)).isEqualTo(new Outcome.Wrong());
    assertThat(logins.secondsToNext(CLIENT)).isEqualTo(20);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(21));

    assertThat(check("Bearer wrong")).isEqualTo(new Outcome.Wrong());
  }

  @Test
  void missingToken_doesNotCountAsFailedLogin() {
    for (int i = 0; i < 10; i++) {
      assertThat(logins.check(Optional.empty(), CLIENT)).isEqualTo(new Outcome.Missing());
    }
    for (int i = 0; i < 3; i++) {
      assertThat(check("Bearer wrong")).isEqualTo(new Outcome.Wrong());
    }
  }

  @Test
  void eachToken_hasItsNameAndRight_whetherItOrItsHashIsKnown() {
    TokenAuthenticator several =
        new TokenAuthenticator(
            TestHttpSettings.http()
                .withToken()
                .withToken("guard", Right.VIEW)
                .withToken("ops", Right.OPERATE)
                .build(),
            nanos::get);
    assertThat(several.check(Optional.of("Bearer " + TestHttpSettings.token("guard")), CLIENT))
        .isEqualTo(in("guard", Right.VIEW));
    assertThat(several.check(Optional.of(basic("me:" + TestHttpSettings.token("ops"))), CLIENT))
        .isEqualTo(in("ops", Right.OPERATE));
    assertThat(several.check(Optional.of("Bearer " + TestHttpSettings.TOKEN), CLIENT))
        .isEqualTo(in("token", Right.ADMIN));
    String hash = TokenHash.of(TestHttpSettings.token("ops")).toString();
    assertThat(several.check(Optional.of("Bearer " + hash), CLIENT)).isEqualTo(new Outcome.Wrong());
  }

  @Test
  void shortToken_isWrong_evenWhereItsHashIsKnown() {
    String weak = "x".repeat(TokenHash.SHORTEST - 1);
    TokenAuthenticator careless =
        new TokenAuthenticator(TestHttpSettings.http().build(), nanos::get);
    careless.take(Map.of("weak", hashed(weak), "fine", hashed(weak + "x")));
    assertThat(careless.check(Optional.of("Bearer " + weak), CLIENT))
        .isEqualTo(new Outcome.Wrong());
    assertThat(careless.check(Optional.of("Bearer " + weak + "x"), CLIENT))
        .isEqualTo(in("fine", Right.VIEW));
  }

  private static AccessToken hashed(String token) {
    return new AccessToken(Optional.empty(), Optional.of(TokenHash.of(token)), Right.VIEW);
  }

  @Test
  void tokensThatAreTakenOver_letInAtOnce_andThoseThatAreGoneDoNot() {
    String old = "o".repeat(40);
    String young = "y".repeat(40);
    TokenAuthenticator changing =
        new TokenAuthenticator(TestHttpSettings.http().build(), nanos::get);
    assertThat(changing.check(Optional.empty(), CLIENT))
        .isEqualTo(new Outcome.In(new Grant(Optional.empty(), Right.ADMIN)));
    changing.take(Map.of("old", hashed(old)));
    assertThat(changing.check(Optional.empty(), CLIENT)).isEqualTo(new Outcome.Missing());

    AccessToken clear =
        new AccessToken(Optional.of(new Secret(young)), Optional.empty(), Right.OPERATE);
    changing.take(Map.of("young", clear));

    assertThat(changing.check(Optional.of("Bearer " + old), CLIENT)).isEqualTo(new Outcome.Wrong());
    assertThat(changing.check(Optional.of("Bearer " + young), CLIENT))
        .isEqualTo(in("young", Right.OPERATE));
    changing.take(Map.of());
    assertThat(changing.check(Optional.empty(), CLIENT)).isEqualTo(new Outcome.Missing());
    assertThat(changing.check(Optional.of("Bearer " + young), CLIENT))
        .isEqualTo(new Outcome.Wrong());
  }

  @Test
  void rateLimit_appliesToIpv6Network() {
    RateLimiter allowance = new RateLimiter(1, 1, nanos::get);
    assertThat(allowance.take(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
    assertThat(allowance.take(InetAddress.ofLiteral("2001:db8::2"))).isFalse();
    assertThat(allowance.take(InetAddress.ofLiteral("2001:db8:0:1::1"))).isTrue();
  }
}
