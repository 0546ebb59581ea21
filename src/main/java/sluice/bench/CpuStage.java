package sluice.bench;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a thread of the service works for, by its name as Linux has it: cut to 15 characters, and
 * for threads of native libraries that of the thread that made them.
 */
public enum CpuStage {
  /** Reading and decoding: a thread of each stream. */
  DECODING("decoder-.*"),
  /** The streams' stages: preparing pictures, reading outputs, following objects, handing on. */
  STREAMS("sluice-sluice\\.s.*"),
  /** The device's threads, which the one that compiles a model makes, and their completions. */
  INFERENCE("sluice-models.*|openvino-.*"),
  /** Sending and writing results. */
  SINKS("sink.*|spool.*|sluice-sink.*|sluice-spool.*|sluice-writers.*|sluice-houseke.*"),
  /** Garbage collection, compilers and the JVM's other threads. */
  JVM(
      "GC .*|G1 .*|ZG.*|C[12] Compiler.*|VM .*|Monitor Deflati.*|Service Thread.*|Reference Handl.*"
          + "|Finalizer.*|Common-Cleaner.*|Signal Dispatch.*|Notification Th.*"),
  /** Everything else, and threads that have ended. */
  REST(".*");

  private final Pattern threads;

  CpuStage(String threads) {
    this.threads = Pattern.compile(threads);
  }

  /** The stage of a thread of this name. */
  static CpuStage of(String thread) {
    for (CpuStage stage : values()) {
      if (stage.threads.matcher(thread).matches()) {
        return stage;
      }
    }
    return REST;
  }

  /** The stage in texts for people: {@code decoding} … */
  public String displayName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
