package sluice.stage.sink.live;

import java.util.Optional;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;

/** A subscriber of a live view. Its state is guarded by the painter's lock. */
final class ViewSubscriber implements LiveViewer {
  final LiveView view;
  final Runnable listener;
  private final LivePainter painter;
  private long had;
  private boolean asks;

  ViewSubscriber(LivePainter painter, LiveView view, Runnable listener) {
    this.painter = painter;
    this.view = view;
    this.listener = listener;
  }

  @Override
  public Optional<LivePicture> next() {
    return painter.next(this);
  }

  @Override
  public void close() {
    painter.leave(this);
  }

  boolean asks() {
    return asks;
  }

  void ask() {
    asks = true;
  }

  /** The view's latest picture where this watch has not had it; it has had it then. */
  Optional<LivePicture> take() {
    LivePicture latest = view.latest;
    if (latest == null || had == view.version) {
      return Optional.empty();
    }
    had = view.version;
    asks = false;
    return Optional.of(latest);
  }

  /** Whether it was waiting for the picture that is there now; it waits no more. */
  boolean answer() {
    boolean answered = asks;
    asks = false;
    return answered;
  }
}
