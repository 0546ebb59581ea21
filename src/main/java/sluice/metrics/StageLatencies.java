package sluice.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import sluice.core.LatencyStage;
import sluice.core.Timings;

/** One {@link LatencyHistogram} per {@link LatencyStage}. Any thread may call any method. */
public final class StageLatencies {
  private static final LatencyStage[] STAGES = LatencyStage.values();

  /** In the order of {@link #STAGES}. */
  private final LatencyHistogram[] histograms = new LatencyHistogram[STAGES.length];

  /** Empty histograms. */
  public StageLatencies() {
    for (int i = 0; i < histograms.length; i++) {
      histograms[i] = new LatencyHistogram();
    }
  }

  /** Records every stage of one finished frame; allocates nothing. */
  public void record(Timings timings) {
    for (int i = 0; i < histograms.length; i++) {
      histograms[i].record(timings.get(STAGES[i]));
    }
  }

  /** A summary of each stage, in the stages' order. */
  public Map<LatencyStage, LatencySummary> summaries() {
    Map<LatencyStage, LatencySummary> result = new EnumMap<>(LatencyStage.class);
    for (int i = 0; i < histograms.length; i++) {
      result.put(STAGES[i], histograms[i].summary());
    }
    return Collections.unmodifiableMap(result);
  }
}
