package sluice.video.demux;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;

/**
 * A server redirects to another address, which has not been connected to. Whoever opens the input
 * judges that address and opens it instead.
 */
public final class RedirectedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final transient SourceAddress target;

  /**
   * A redirect of an input.
   *
   * @param input as it may be shown
   * @param target as the server wrote it: it may be relative, or no address at all
   */
  public RedirectedException(String input, SourceAddress target) {
    super(ErrorCode.INPUT, input + ": redirects to " + target + ", which is not followed");
    this.target = target;
  }

  /** Where to, as the server wrote it. */
  public SourceAddress target() {
    return target;
  }
}
