package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import sluice.config.settings.Right;

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
    String ticket = one.issue(Right.VIEW);
    assertThat(ticket).matches("[A-Za-z0-9_-]{76}");
    assertThat(one.issue(Right.VIEW)).isNotEqualTo(ticket);
    assertThat(two.redeem(ticket)).isPresent();
    assertThat(two.redeem(ticket)).isEmpty();
  }

  @Test
  void ticket_carriesTheRightOfWhoFetchedIt_toAnotherNode() {
    for (Right right : Right.values()) {
      assertThat(two.redeem(one.issue(right))).contains(right);
    }
  }

  @Test
  void sameBytes_writtenOtherwise_areTheSameTicket() {
    String ticket = one.issue(Right.VIEW);
    byte[] bytes = Base64.getUrlDecoder().decode(ticket);
    assertThat(one.redeem(ticket)).isPresent();
    assertThat(one.redeem(Base64.getUrlEncoder().encodeToString(bytes))).isEmpty();
  }

  @Test
  void ticketOfAnotherKey_orChanged_isRefused() {
    String ticket = one.issue(Right.VIEW);
    assertThat(tickets(2).redeem(ticket)).isEmpty();
    for (int i : new int[] {0, 20, 40, 70}) {
      char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(one.redeem(ticket.substring(0, i) + other + ticket.substring(i + 1))).isEmpty();
    }
    for (String wrong : new String[] {"", "x", "%%%", ticket.substring(1), ticket + "AAAA"}) {
      assertThat(one.redeem(wrong)).as(wrong).isEmpty();
    }
    assertThat(one.redeem(ticket)).isPresent();
  }

  @Test
  void ticket_expires_andClocksMayDifferALittle() {
    String ticket = one.issue(Right.VIEW);
    String other = one.issue(Right.VIEW);
    now = now.plus(LiveTickets.LIFE).plus(SignedTickets.SKEW);
    assertThat(one.redeem(ticket)).isPresent();
    now = now.plusMillis(1);
    assertThat(one.redeem(other)).isEmpty();
    String early = one.issue(Right.VIEW);
    now = now.minus(SignedTickets.SKEW).minus(Duration.ofMillis(1));
    assertThat(one.redeem(early)).isEmpty();
  }

  @Test
  void shortKey_isRefused() {
    assertThatThrownBy(() -> new SignedTickets(new byte[31], () -> now))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
