package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.config.settings.Right;

class LiveTicketsTest {
  private long now;
  private final LiveTickets tickets = new LiveTickets(() -> now);

  @Test
  void ticket_isRedeemableOnce() {
    String ticket = tickets.issue(Right.VIEW);
    assertThat(ticket).matches("[A-Za-z0-9_-]{43}");
    assertThat(tickets.redeem(ticket)).isPresent();
    assertThat(tickets.redeem(ticket)).isEmpty();
  }

  @Test
  void ticket_carriesTheRightOfWhoFetchedIt() {
    for (Right right : Right.values()) {
      assertThat(tickets.redeem(tickets.issue(right))).contains(right);
    }
  }

  @Test
  void unknownTicket_isRefused() {
    String ticket = tickets.issue(Right.VIEW);
    assertThat(tickets.redeem("")).isEmpty();
    assertThat(tickets.redeem(ticket.substring(1))).isEmpty();
    assertThat(tickets.redeem(ticket)).isPresent();
  }

  @Test
  void ticket_expires() {
    String ticket = tickets.issue(Right.VIEW);
    String other = tickets.issue(Right.VIEW);
    now += LiveTickets.LIFE.toNanos();
    assertThat(tickets.redeem(ticket)).isPresent();
    now++;
    assertThat(tickets.redeem(other)).isEmpty();
  }

  @Test
  void oldestTicket_isEvicted_whenTooManyAreIssued() {
    String first = tickets.issue(Right.VIEW);
    Set<String> later = new HashSet<>();
    for (int i = 0; i < LiveTickets.MOST; i++) {
      later.add(tickets.issue(Right.VIEW));
    }
    assertThat(later).hasSize(LiveTickets.MOST);
    assertThat(tickets.redeem(first)).isEmpty();
    assertThat(later).allMatch(each -> tickets.redeem(each).isPresent());
  }
}
