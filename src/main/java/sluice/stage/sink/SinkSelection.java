package sluice.stage.sink;

import org.jspecify.annotations.Nullable;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.core.message.MessageKind;
import sluice.core.scene.SceneEvent;

/** Selection of what a sink is told of its stream. Immutable. */
public final class SinkSelection {
  /** Every frame as it is, and nothing else. */
  public static final SinkSelection FRAMES =
      new SinkSelection(FrameChoice.ALL, MessageFilters.FRAMES);

  private final FrameChoice only;
  private final MessageFilters filters;
  private final boolean everyFrame;

  /** A selection by the settings of a sink. */
  public SinkSelection(FrameChoice only, MessageFilters filters) {
    this.only = only;
    this.filters = filters;
    this.everyFrame =
        only == FrameChoice.ALL
            && filters.kinds().contains(MessageKind.DETECTIONS)
            && filters.takesAllObjects()
            && filters.maxRate().isEmpty();
  }

  /** The selection of a run's frames; null where every one is told as it is. */
  @Nullable FrameSelection ofRun() {
    return everyFrame ? null : new FrameSelection(only, filters);
  }

  /** Whether an event of the scene is told. */
  public boolean takes(SceneEvent event) {
    return filters.kinds().contains(MessageKind.of(event)) && takesLabel(event);
  }

  private boolean takesLabel(SceneEvent event) {
    return switch (event) {
      case SceneEvent.ObjectChanged change -> filters.takesLabel(change.object().label());
      case SceneEvent.LineCrossed crossed -> filters.takesLabel(crossed.object().label());
      case SceneEvent.ZoneChanged change -> filters.takesLabel(change.object().label());
      case SceneEvent.EventChanged change -> filters.takesLabel(change.event().label());
      case SceneEvent.OccupancyChanged _ -> true;
    };
  }

  /** Whether states of the stream are told. */
  public boolean takesStates() {
    return filters.kinds().contains(MessageKind.STATE);
  }
}
