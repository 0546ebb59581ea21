package sluice.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
    NavigableMap<Integer, String> codes = new TreeMap<>();
    codes.put(0, "done; of run, also ended in order by a signal");
    codes.put(OUT_OF_MEMORY, "memory ran out: set SLUICE_HEAP to more");
    for (ErrorCode code : ErrorCode.values()) {
      codes.put(code.exitCode(), meaning(code));
    }
    for (FatalErrorHandler.Cause cause : FatalErrorHandler.Cause.values()) {
      codes.put(cause.exitCode(), meaning(cause));
    }
    codes.put(129, "ended in order by SIGHUP");
    codes.put(130, "ended in order by Ctrl-C (SIGINT)");
    codes.put(READER_GONE, "standard output's reader left, as head does");
    codes.put(143, "ended in order by SIGTERM");
    Map<String, String> result = new LinkedHashMap<>();
    codes.forEach((code, meaning) -> result.put(Integer.toString(code), meaning));
    return result;
  }

  private static String meaning(ErrorCode code) {
    return switch (code) {
      case INTERNAL -> "a fault of Sluice itself";
      case USAGE -> "a flag, argument or setting that can't be used as given";
      case ENVIRONMENT ->
          "something of the installation is missing, or data-dir or cluster.bind can't be had;"
              + " doctor: there is a problem";
      case INPUT -> "an input can't be opened or decoded";
      case MODEL -> "the model or its labels can't be read or used";
      case DEVICE -> "the device isn't there, refuses the model or a property, or fails";
      case OUTPUT -> "a result can't be written, or a sink fails";
      case REMOTE -> "cluster: the service can't be reached, or refuses";
      case CLUSTER -> "cluster status: a node isn't up, or a stream waits for one";
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
