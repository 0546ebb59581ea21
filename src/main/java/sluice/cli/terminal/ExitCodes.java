package sluice.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import sluice.core.ErrorCode;
import sluice.service.recovery.FatalErrorHandler;

/** The exit codes as {@code --help} documents them. */
public final class ExitCodes {
  /** Memory ran out: what the JVM itself ends with, by {@code ExitOnOutOfMemoryError}. */
  public static final int OUT_OF_MEMORY = 3;

  /** Standard output lost its reader: 128 and SIGPIPE's number, as shells count. */
  public static final int READER_GONE = 141;

  private ExitCodes() {}

  /** Code and meaning, in the order to be shown. */
  public static Map<String, String> documented() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("0", "done; of run, also ended in order by a signal");
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.ENVIRONMENT) {
        result.put(Integer.toString(code.exitCode()), meaning(code));
      }
      if (code == ErrorCode.USAGE) {
        result.put(Integer.toString(OUT_OF_MEMORY), "memory ran out: set SLUICE_HEAP to more");
      }
    }
    for (FatalErrorHandler.Cause cause : FatalErrorHandler.Cause.values()) {
      result.put(Integer.toString(cause.exitCode()), meaning(cause));
    }
    result.put(Integer.toString(ErrorCode.ENVIRONMENT.exitCode()), meaning(ErrorCode.ENVIRONMENT));
    result.put("129", "ended in order by SIGHUP");
    result.put("130", "ended in order by Ctrl-C (SIGINT)");
    result.put(Integer.toString(READER_GONE), "standard output's reader left, as head does");
    result.put("143", "ended in order by SIGTERM");
    return result;
  }

  private static String meaning(ErrorCode code) {
    return switch (code) {
      case INTERNAL -> "a fault of Sluice itself";
      case USAGE -> "a flag, argument or setting that can't be used as given";
      case ENVIRONMENT ->
          "something of the installation is missing, or data-dir or cluster.bind can't be had";
      case INPUT -> "an input can't be opened or decoded";
      case MODEL -> "the model or its labels can't be read or used";
      case DEVICE -> "the device isn't there, refuses the model or a property, or fails";
      case OUTPUT -> "a result can't be written, or a sink fails";
    };
  }

  private static String meaning(FatalErrorHandler.Cause cause) {
    return switch (cause) {
      case STUCK_THREADS ->
          "run: too many threads are stuck in native code (recovery.max-stuck); start it again";
      case DEVICE_FAILURES ->
          "run: the device failed too often (recovery.max-device-failures); start it again";
      case CLUSTER_LOST ->
          "run: the cluster goes on without this node, cut off or too slow; start it again";
    };
  }
}
