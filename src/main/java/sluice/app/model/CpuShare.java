package sluice.app.model;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.openvino.Core;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Properties;

/**
 * Limits inference on the CPU to the container's CPU quota. OpenVINO counts the processors that it
 * may run on, and takes a thread for each; a container's limit is time on all of them, which it
 * doesn't look at. Too many threads then use up the time of each period at once and all stand still
 * for the rest of it.
 */
public final class CpuShare {
  private static final String CPU = "CPU";
  private static final Pattern RANGE = Pattern.compile("\\d+\\D+(\\d+)\\b.*");

  private CpuShare() {}

  /**
   * Makes what a core compiles later heed the limit that this process has now. Properties that are
   * given for a model win.
   *
   * @param core of OpenVINO; one without a CPU is left as it is
   */
  public static void heed(Core core) {
    heed(core, Runtime.getRuntime().availableProcessors());
  }

  /** The same with a limit in processors, at least 1. */
  static void heed(Core core, int limit) {
    try {
      OptionalInt threads = threads(core.property(CPU, Properties.RANGE_FOR_STREAMS), limit);
      if (threads.isPresent()) {
        core.setProperty(
            CPU, Properties.INFERENCE_NUM_THREADS, Integer.toString(threads.getAsInt()));
        // Fewer threads than processors would all be bound to the first ones, and those of the
        // neighbouring container to the same.
        core.setProperty(CPU, Properties.ENABLE_CPU_PINNING, Properties.NO);
      }
    } catch (OpenVinoException noCpu) {
      // A user of that device gets that message.
    }
  }

  /**
   * How many threads to take; absent where OpenVINO's own choice keeps within the limit, and knows
   * better how processors share a core.
   *
   * @param streams how many streams the CPU can run, as OpenVINO writes it: {@code 1 8} for one to
   *     as many as there are processors
   * @param limit in processors
   */
  static OptionalInt threads(String streams, int limit) {
    Matcher range = RANGE.matcher(streams.strip());
    return range.matches() && Integer.parseInt(range.group(1)) > limit
        ? OptionalInt.of(limit)
        : OptionalInt.empty();
  }
}
