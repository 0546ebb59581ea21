package sluice.http.routing;

import java.util.List;
import sluice.config.binding.Problem;
import sluice.config.settings.Right;
import sluice.json.JsonField;

/** Problem details of a request, for programs and people (RFC 9457), as they are sent. */
public record ProblemDetails(
    @JsonField(description = "name of the kind of problem, a URN") String type,
    @JsonField(description = "the same for every problem of the type") String title,
    @JsonField(description = "HTTP status, 4xx or 5xx") int status,
    @JsonField(description = "what was wrong here, what was expected, what to do") String detail,
    @JsonField(omitEmpty = true, description = "settings that can't be used")
        List<Problem> problems) {
  static final String PREFIX = "urn:sluice:problem:";

  public ProblemDetails {
    problems = List.copyOf(problems);
  }

  /**
   * A problem that is none of settings.
   *
   * @param status HTTP status, 4xx or 5xx
   * @param type the last part of the problem's name, {@code urn:sluice:problem:TYPE}
   * @param title the same for every problem of the type
   * @param detail what was wrong here, what was expected, what to do; without secrets
   */
  public static ProblemDetails of(int status, String type, String title, String detail) {
    return new ProblemDetails(PREFIX + type, title, status, detail, List.of());
  }

  static ProblemDetails unknownStream(String id) {
    return of(404, "unknown-stream", "No such stream", "there is no stream " + id);
  }

  /**
   * A client whose right is not enough.
   *
   * @param what needs the right
   */
  public static ProblemDetails missingRight(Caller caller, Right needed, String what) {
    return of(
        403,
        "missing-right",
        "The token's right is not enough",
        "%s needs the right %s, and the token %s has %s; send one that has it"
            .formatted(
                what,
                needed.word(),
                caller.name().orElse("that was sent"),
                caller.right().map(Right::word).orElse("none")));
  }

  public static ProblemDetails invalid(List<Problem> problems) {
    String detail =
        problems.size() == 1
            ? problems.getFirst().text().strip()
            : problems.size() + " settings can't be used; see problems";
    return new ProblemDetails(
        PREFIX + "invalid-settings", "Settings can't be used", 422, detail, problems);
  }

  /** A body that is no JSON, or not of the form that is expected. */
  public static ProblemDetails badBody(String detail) {
    return of(400, "bad-body", "The body can't be read", detail);
  }
}
