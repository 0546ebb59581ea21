package sluice.http.routing;

import sluice.config.settings.Right;

/** A request needs a right that its client doesn't have, which its body alone has shown. */
public final class MissingRightException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Right needed;
  private final String what;

  /**
   * A request that is to be refused with 403.
   *
   * @param what needs the right, in words that don't quote the client
   */
  public MissingRightException(Right needed, String what) {
    super(what, null, false, false);
    this.needed = needed;
    this.what = what;
  }

  public Right needed() {
    return needed;
  }

  /** What needs the right. */
  public String what() {
    return what;
  }
}
