package sluice.http.routing;

/** A request's body is no JSON, or not of the form that is expected. */
public final class BadBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * Says what is wrong.
   *
   * @param detail for the client; quotes nothing of the body
   */
  public BadBodyException(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }
}
