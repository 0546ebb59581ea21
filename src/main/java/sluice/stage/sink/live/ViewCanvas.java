package sluice.stage.sink.live;

import org.jspecify.annotations.Nullable;
import sluice.core.LivePicture;
import sluice.core.Picture;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.overlay.Overlay;
import sluice.video.encode.JpegEncoder;

/**
 * The canvas of a live view, one stream in one width: an overlay and an encoder, kept from picture
 * to picture. Used by one thread at a time, which also closes it.
 */
final class ViewCanvas implements AutoCloseable {
  private final int mostWidth;
  private @Nullable Overlay overlay;
  private @Nullable JpegEncoder encoder;

  ViewCanvas(int mostWidth) {
    this.mostWidth = mostWidth;
  }

  /** Draws a picture, which stays the caller's. */
  LivePicture draw(String stream, SinkItem item) {
    Picture picture = item.picture();
    if (picture == null) {
      throw new IllegalStateException("frame " + item.frameNumber() + " without its picture");
    }
    int width = Math.min(mostWidth, item.width());
    int height = Math.max(1, Math.round((float) item.height() * width / item.width()));
    Overlay drawing = overlayOf(width, height);
    drawing.draw(picture, item.predictions(), item.scene());
    JpegEncoder encoding = encoder;
    if (encoding == null) {
      encoding = new JpegEncoder(width, height, JpegEncoder.LIVE);
      encoder = encoding;
    }
    byte[] jpeg = encoding.encode(drawing.canvas());
    return new LivePicture(stream, item.frameNumber(), item.systemTimestamp(), width, height, jpeg);
  }

  private Overlay overlayOf(int width, int height) {
    Overlay kept = overlay;
    if (kept != null && kept.canvas().width() == width && kept.canvas().height() == height) {
      return kept;
    }
    close();
    Overlay made = new Overlay(width, height);
    overlay = made;
    return made;
  }

  /** Whether it holds native memory. */
  boolean isHeld() {
    return overlay != null;
  }

  /** Frees what is held; what is drawn later makes it anew. */
  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
    if (overlay != null) {
      overlay.close();
      overlay = null;
    }
  }
}
