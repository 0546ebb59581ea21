package sluice.app.detect;

import java.util.List;
import java.util.Optional;
import sluice.app.model.JobModelSettings;
import sluice.core.PixelSize;

/**
 * Everything that {@code sluice detect} was asked for, checked by whoever made it.
 *
 * @param inputs the sources, at least one, each with where its results go
 * @param model the model, and how the device runs it
 * @param playback what of the sources is used, and at which pace
 * @param outputSize size of the annotated video, both sides even; that of the source where absent
 * @param overwrite whether existing files may be replaced
 * @param show whether the job has a page with live pictures while it runs
 */
public record DetectSettings(
    List<DetectInput> inputs,
    JobModelSettings model,
    PlaybackSettings playback,
    Optional<PixelSize> outputSize,
    boolean overwrite,
    boolean show) {

  /** Keeps its own copy of the list. */
  public DetectSettings {
    inputs = List.copyOf(inputs);
  }

  /** The same with other settings of the model. */
  DetectSettings model(JobModelSettings other) {
    return new DetectSettings(inputs, other, playback, outputSize, overwrite, show);
  }
}
