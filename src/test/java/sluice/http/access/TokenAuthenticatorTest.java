package sluice.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.http.TestHttpSettings;
import sluice.http.access.TokenAuthenticator.Verdict;

class TokenAuthenticatorTest {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.168.1.7");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.168.1.8");

  private final AtomicLong nanos = new AtomicLong();
  private final TokenAuthenticator logins =
      new TokenAuthenticator(
          TestHttpSettings.http().withToken().failedLogins(3).build(), nanos::get);

  private Verdict check(String header) {
    return logins.check(Optional.of(header), CLIENT);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void token_isAccepted_asBearerAndAsPassword() {
    assertThat(check("Bearer " + TestHttpSettings.TOKEN)).isEqualTo(Verdict.IN);
    assertThat(check("bearer " + TestHttpSettings.TOKEN)).isEqualTo(Verdict.IN);
    assertThat(check(basic("anybody:" + TestHttpSettings.TOKEN))).isEqualTo(Verdict.IN);
  }

  @Test
  void otherCredentials_areRefused() {
    assertThat(logins.check(Optional.empty(), CLIENT)).isEqualTo(Verdict.MISSING);
    assertThat(check(TestHttpSettings.TOKEN)).isEqualTo(Verdict.WRONG);
    assertThat(check(basic(TestHttpSettings.TOKEN + ":"))).isEqualTo(Verdict.WRONG);
    assertThat(check("Basic ***")).isEqualTo(Verdict.WRONG);
  }

  @Test
  void wrongTokens_areLimited_butTheRightOneIsAlwaysAccepted() {
    for (int i = 0; i < 3; i++) {
      assertThat(check("Bearer wrong")).isEqualTo(Verdict.WRONG);
      assertThat(check("Bearer " + TestHttpSettings.TOKEN)).isEqualTo(Verdict.IN);
    }
    assertThat(check("Bearer wrong")).isEqualTo(Verdict.LIMITED);
    assertThat(check("Bearer " + TestHttpSettings.TOKEN)).isEqualTo(Verdict.IN);
    assertThat(logins.check(Optional.of("Bearer wrong"), OTHER)).isEqualTo(Verdict.WRONG);
    assertThat(logins.secondsToNext(CLIENT)).isEqualTo(20);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(21));

    assertThat(check("Bearer wrong")).isEqualTo(Verdict.WRONG);
  }

  @Test
  void missingToken_doesNotCountAsFailedLogin() {
    for (int i = 0; i < 10; i++) {
      assertThat(logins.check(Optional.empty(), CLIENT)).isEqualTo(Verdict.MISSING);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(check("Bearer wrong")).isEqualTo(Verdict.WRONG);
    }
  }

  @Test
  void rateLimit_appliesToIpv6Network() {
    RateLimiter allowance = new RateLimiter(1, 1, nanos::get);
    assertThat(allowance.take(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
    assertThat(allowance.take(InetAddress.ofLiteral("2001:db8::2"))).isFalse();
    assertThat(allowance.take(InetAddress.ofLiteral("2001:db8:0:1::1"))).isTrue();
  }
}
