package sluice.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import sluice.core.ErrorCode;

/** The exit codes as {@code --help} documents them. */
final class ExitCodes {
  private ExitCodes() {}

  /** Code and meaning, in the order to be shown. */
  static Map<String, String> documented() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("0", "done");
    for (ErrorCode code : ErrorCode.values()) {
      result.put(Integer.toString(code.exitCode()), meaning(code));
    }
    result.put("129", "ended in order by SIGHUP");
    result.put("130", "ended in order by Ctrl-C (SIGINT)");
    result.put("143", "ended in order by SIGTERM");
    return result;
  }

  private static String meaning(ErrorCode code) {
    return switch (code) {
      case INTERNAL -> "a fault of Sluice itself";
      case USAGE -> "a flag, argument or setting that can't be used as given";
      case ENVIRONMENT -> "something of the installation is missing, or memory ran out";
      case INPUT -> "an input can't be opened or decoded";
      case MODEL -> "the model can't be read, compiled or used";
      case DEVICE -> "the device isn't there, or failed";
      case OUTPUT -> "a result can't be written";
    };
  }
}
