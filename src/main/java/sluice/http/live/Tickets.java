package sluice.http.live;

/**
 * Gives out and takes the tickets that let pages in on the socket of live pictures. Thread-safe.
 */
public interface Tickets {
  /** Takes whatever is shown: where clients are known before they ask. */
  Tickets ANY =
      new Tickets() {
        @Override
        public String issue() {
          return "any";
        }

        @Override
        public boolean redeem(String ticket) {
          return true;
        }
      };

  /** A new ticket, in letters that URLs may hold. */
  String issue();

  /** Whether a ticket is good; it is not any more. */
  boolean redeem(String ticket);
}
