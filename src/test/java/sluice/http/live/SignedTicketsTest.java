package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignedTicketsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final SignedTickets one = tickets(1);
  private final SignedTickets two = tickets(1);

  private SignedTickets tickets(int key) {
    byte[] bytes = new byte[SignedTickets.KEY_BYTES];
    bytes[0] = (byte) key;
    return new SignedTickets(bytes, () -> now);
  }

  @Test
  void ticketOfOneNode_isTakenByAnother_once() {
    String ticket = one.issue();
    assertThat(ticket).matches("[A-Za-z0-9_-]{75}");
    assertThat(one.issue()).isNotEqualTo(ticket);
    assertThat(two.redeem(ticket)).isTrue();
    assertThat(two.redeem(ticket)).isFalse();
  }

  @Test
  void sameBytes_writtenOtherwise_areTheSameTicket() {
    String ticket = one.issue();
    byte[] bytes = Base64.getUrlDecoder().decode(ticket);
    assertThat(one.redeem(ticket)).isTrue();
    assertThat(one.redeem(Base64.getUrlEncoder().encodeToString(bytes))).isFalse();
  }

  @Test
  void ticketOfAnotherKey_orChanged_isRefused() {
    String ticket = one.issue();
    assertThat(tickets(2).redeem(ticket)).isFalse();
    for (int i : new int[] {0, 20, 40, 70}) {
      char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(one.redeem(ticket.substring(0, i) + other + ticket.substring(i + 1))).isFalse();
    }
    for (String wrong : new String[] {"", "x", "%%%", ticket.substring(1), ticket + "AAAA"}) {
      assertThat(one.redeem(wrong)).as(wrong).isFalse();
    }
    assertThat(one.redeem(ticket)).isTrue();
  }

  @Test
  void ticket_expires_andClocksMayDifferALittle() {
    String ticket = one.issue();
    String other = one.issue();
    now = now.plus(LiveTickets.LIFE).plus(SignedTickets.SKEW);
    assertThat(one.redeem(ticket)).isTrue();
    now = now.plusMillis(1);
    assertThat(one.redeem(other)).isFalse();
    String early = one.issue();
    now = now.minus(SignedTickets.SKEW).minus(Duration.ofMillis(1));
    assertThat(one.redeem(early)).isFalse();
  }

  @Test
  void shortKey_isRefused() {
    assertThatThrownBy(() -> new SignedTickets(new byte[31], () -> now))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
