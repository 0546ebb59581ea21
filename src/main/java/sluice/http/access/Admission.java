package sluice.http.access;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.http.routing.Caller;

/**
 * Whether a request goes further.
 *
 * @param caller who sent it, as far as that was looked at
 * @param refusal the answer to one that goes no further; absent: it does
 */
public record Admission(Caller caller, Optional<HttpResponse> refusal) {

  /** It goes further. */
  public static Admission granted(Caller caller) {
    return new Admission(caller, Optional.empty());
  }

  /** It ends here. */
  public static Admission refused(Caller caller, HttpResponse refusal) {
    return new Admission(caller, Optional.of(refusal));
  }
}
