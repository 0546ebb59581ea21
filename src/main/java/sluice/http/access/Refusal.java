package sluice.http.access;

/** Why a client was refused; each is counted, and those of wrong tokens are logged. */
public enum Refusal {
  /** A wrong token, within the rate at which they are answered with 401. */
  WRONG_TOKEN("wrong-token"),
  /** One more wrong token beyond that rate, answered with 429. */
  TOO_MANY_WRONG_TOKENS("too-many-wrong-tokens"),
  /** A known token whose right is not enough, answered with 403. */
  MISSING_RIGHT("missing-right"),
  /** A request beyond the client's rate, answered with 429. */
  TOO_MANY_REQUESTS("too-many-requests");

  private final String wireName;

  Refusal(String wireName) {
    this.wireName = wireName;
  }

  /** Its value of the label {@code reason} in metrics. */
  public String wireName() {
    return wireName;
  }
}
