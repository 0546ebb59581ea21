package sluice.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;

/**
 * Measures variants of cameras' settings in turn: each round all of them, beginning with another
 * one each time. For one run.
 */
public final class CameraRounds {
  /** One camera alone is measured for memory and threads, which take no time to see. */
  private static final Duration ALONE = Duration.ofSeconds(2);

  private final CompletionStage<?> cancelled;
  private final CamerasMeasurer measurer;
  private final Duration duration;
  private final Listener listener;

  /** Hears of trials, on the thread that measures. */
  public interface Listener {
    /** This is measured next. */
    void trying(CameraRig variant, int cameras);

    /** This came of it. */
    void tried(CameraRig variant, CameraTrial trial);
  }

  /**
   * Nothing is measured yet.
   *
   * @param cancelled once it completes, what is being measured ends
   * @param warmUp cameras run for so long before they are measured
   * @param duration how long each number of cameras is measured, above 0
   */
  public CameraRounds(
      CompletionStage<?> cancelled, Duration warmUp, Duration duration, Listener listener) {
    this.cancelled = cancelled;
    this.measurer = new CamerasMeasurer(cancelled, warmUp);
    this.duration = duration;
    this.listener = listener;
  }

  /**
   * Measures. Blocks.
   *
   * @param variants at least one, each name once
   * @param count cameras, at least 1; absent: the greatest number is looked for
   * @param rounds at least 1
   * @return what was measured until it was cancelled
   * @throws sluice.core.SluiceException when the recording, a model or the service fails
   */
  public CamerasResult run(List<? extends CameraRig> variants, OptionalInt count, int rounds) {
    Map<CameraRig, List<CameraRound>> measured = new LinkedHashMap<>();
    variants.forEach(variant -> measured.put(variant, new ArrayList<>()));
    boolean goesOn = true;
    for (int round = 1; round <= rounds && goesOn; round++) {
      for (CameraRig variant : ModeOrder.<CameraRig>of(List.copyOf(variants), round)) {
        CameraRound result = count.isPresent() ? given(variant, count.getAsInt()) : most(variant);
        measured.getOrDefault(variant, new ArrayList<>()).add(result);
        goesOn = result.complete();
        if (!goesOn) {
          break;
        }
      }
    }
    return new CamerasResult(
        count.isEmpty(),
        variants.stream()
            .map(
                variant ->
                    new CameraVariant(
                        variant.name(),
                        variant.settings(),
                        measured.getOrDefault(variant, List.of())))
            .toList());
  }

  private CameraRound given(CameraRig variant, int count) {
    List<CameraTrial> trials = new ArrayList<>();
    boolean complete =
        untilCancelled(
            () -> {
              if (count > 1) {
                trials.add(trial(variant, 1, ALONE.compareTo(duration) < 0 ? ALONE : duration));
              }
              trials.add(trial(variant, count, duration));
            });
    return new CameraRound(OptionalInt.empty(), complete, trials);
  }

  private CameraRound most(CameraRig variant) {
    List<CameraTrial> trials = new ArrayList<>();
    StreamSearch search = new StreamSearch(StreamsMeasurer.MOST_STREAMS);
    boolean complete =
        untilCancelled(
            () ->
                search.run(
                    cameras -> {
                      trials.add(trial(variant, cameras, duration));
                      return trials.getLast().kept();
                    }));
    return new CameraRound(OptionalInt.of(search.most()), complete, trials);
  }

  private CameraTrial trial(CameraRig variant, int cameras, Duration time) {
    listener.trying(variant, cameras);
    CameraTrial trial = measurer.measure(variant, cameras, time);
    listener.tried(variant, trial);
    return trial;
  }

  /** Whether it came to its end. */
  private boolean untilCancelled(Runnable work) {
    try {
      work.run();
      return true;
    } catch (CancellationException stopped) {
      if (!cancelled.toCompletableFuture().isDone()) {
        throw stopped;
      }
      return false;
    }
  }
}
