package sluice.http.access;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.http.routing.Caller;
import sluice.http.routing.Operation;

/** What each request passes before it is routed; looks at headers only. Thread-safe. */
public interface RequestGate {
  /**
   * Whether a request goes further.
   *
   * @param operation what it asks for; absent where there is no such route
   */
  Admission admit(HttpRequest request, Optional<Operation> operation);

  /**
   * The answer where a request's body shows that it needs more than its route says.
   *
   * @param what needs the right, in words
   */
  HttpResponse lacking(Caller caller, Right needed, String what);
}
