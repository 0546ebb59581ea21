package sluice.http.live;

import java.util.Optional;
import sluice.config.settings.Right;

/**
 * Gives out and takes the tickets that let pages in on the socket of live pictures. A ticket
 * carries the right of the client that fetched it. Thread-safe.
 */
public interface Tickets {
  /** Takes whatever is shown: where clients are known before they ask. */
  Tickets ANY =
      new Tickets() {
        @Override
        public String issue(Right right) {
          return "any";
        }

        @Override
        public Optional<Right> redeem(String ticket) {
          return Optional.of(Right.VIEW);
        }
      };

  /**
   * A new ticket, in letters that URLs may hold.
   *
   * @param right of the client that asks for it
   */
  String issue(Right right);

  /** The right of the client that a ticket was given to, once; empty where it is not good. */
  Optional<Right> redeem(String ticket);
}
