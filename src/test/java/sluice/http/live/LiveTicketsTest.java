package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveTicketsTest {
  private long now;
  private final LiveTickets tickets = new LiveTickets(() -> now);

  @Test
  void ticket_isRedeemableOnce() {
    String ticket = tickets.issue();
    assertThat(ticket).matches("[A-Za-z0-9_-]{43}");
    assertThat(tickets.redeem(ticket)).isTrue();
    assertThat(tickets.redeem(ticket)).isFalse();
  }

  @Test
  void unknownTicket_isRefused() {
    String ticket = tickets.issue();
    assertThat(tickets.redeem("")).isFalse();
    assertThat(tickets.redeem(ticket.substring(1))).isFalse();
    assertThat(tickets.redeem(ticket)).isTrue();
  }

  @Test
  void ticket_expires() {
    String ticket = tickets.issue();
    String other = tickets.issue();
    now += LiveTickets.LIFE.toNanos();
    assertThat(tickets.redeem(ticket)).isTrue();
    now++;
    assertThat(tickets.redeem(other)).isFalse();
  }

  @Test
  void oldestTicket_isEvicted_whenTooManyAreIssued() {
    String first = tickets.issue();
    Set<String> later = new HashSet<>();
    for (int i = 0; i < LiveTickets.MOST; i++) {
      later.add(tickets.issue());
    }
    assertThat(later).hasSize(LiveTickets.MOST);
    assertThat(tickets.redeem(first)).isFalse();
    assertThat(later).allMatch(tickets::redeem);
  }
}
