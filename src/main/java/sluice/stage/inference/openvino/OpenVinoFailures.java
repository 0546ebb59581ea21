package sluice.stage.inference.openvino;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.MessageText;
import sluice.openvino.OpenVinoException;
import sluice.openvino.OpenVinoUnavailableException;

/** OpenVINO's failures as Sluice tells them. */
public final class OpenVinoFailures {
  private static final String NO_READER = "Unable to read the model";

  private OpenVinoFailures() {}

  /**
   * A failure of OpenVINO as one of Sluice, in one line.
   *
   * @param code what kind of failure it is, unless the library itself is missing
   * @param what what was being done
   */
  public static SluiceException translate(ErrorCode code, String what, OpenVinoException failure) {
    return translate(code, what, failure, "");
  }

  /** The same with what to do about it at the end. */
  public static SluiceException translate(
      ErrorCode code, String what, OpenVinoException failure, String advice) {
    if (failure instanceof OpenVinoUnavailableException) {
      return new SluiceException(ErrorCode.ENVIRONMENT, oneLine(failure), failure);
    }
    String why = reason(failure);
    String whole = advice.isEmpty() ? why : withoutFullStop(why) + "; " + advice;
    return new SluiceException(code, what + ": " + whole, failure);
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** Whether none of the readers that there are took a file for theirs. */
  static boolean isOfUnknownFormat(OpenVinoException failure) {
    return withoutStatus(failure).startsWith(NO_READER);
  }

  /** OpenVINO's own words for a failure, in one line: why, without what was being done. */
  public static String reason(OpenVinoException failure) {
    String reason = withoutStatus(failure);
    return reason.startsWith(NO_READER) ? "OpenVINO knows no such format of models" : reason;
  }

  private static String withoutStatus(OpenVinoException failure) {
    String message = oneLine(failure);
    String status = failure.status() + ": ";
    int start = message.indexOf(status);
    return start < 0 ? message : message.substring(start + status.length());
  }

  private static String oneLine(OpenVinoException failure) {
    String message = failure.getMessage();
    return message == null ? failure.status().toString() : MessageText.oneLine(message, "; ");
  }
}
