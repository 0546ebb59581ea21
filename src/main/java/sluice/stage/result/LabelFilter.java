package sluice.stage.result;

import java.util.Set;
import sluice.core.FrameResult;
import sluice.core.Predictions;

/**
 * Result stage that keeps the predictions of some labels and drops the others. Which labels are
 * kept may change between two results, from any thread.
 */
public final class LabelFilter implements ResultStage {
  private volatile Set<String> labels;

  /**
   * A filter of labels.
   *
   * @param labels those that are kept; empty: all
   */
  public LabelFilter(Set<String> labels) {
    this.labels = Set.copyOf(labels);
  }

  /** Keeps other labels from the next result on; empty: all. */
  public void keep(Set<String> others) {
    labels = Set.copyOf(others);
  }

  @Override
  public String wireName() {
    return "label-filter";
  }

  @Override
  public FrameResult apply(FrameResult result) {
    Set<String> kept = labels;
    if (kept.isEmpty()) {
      return result;
    }
    return result.predictions(
        new Predictions(
            result.detections().stream().filter(each -> kept.contains(each.label())).toList(),
            result.classes().stream().filter(each -> kept.contains(each.label())).toList(),
            result.predictions().attributes()));
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
