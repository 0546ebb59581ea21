package sluice.stage.result.numbered;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.core.Classification;
import sluice.core.FrameResult;
import sluice.core.Predictions;
import sluice.stage.result.ResultStage;

/** A result stage with state: calls each picture by how many results came before it. */
public final class NumberingStage implements ResultStage {
  private final AtomicInteger closes = new AtomicInteger();
  private int next;

  @Override
  public String wireName() {
    return "numbering";
  }

  @Override
  public FrameResult apply(FrameResult result) {
    int number = next++;
    Classification name = new Classification(number, Integer.toString(number), 1f);
    return result.predictions(Predictions.ofClasses(List.of(name)));
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }

  /** How often it was closed. */
  public int closes() {
    return closes.get();
  }
}
