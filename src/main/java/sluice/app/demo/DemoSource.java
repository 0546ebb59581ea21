package sluice.app.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.CacheFolder;
import sluice.core.util.FileNames;
import sluice.demo.DemoClip;
import sluice.demo.DemoLocation;
import sluice.demo.SceneSettings;
import sluice.stage.source.SourceLocation;

/**
 * A source that Sluice draws itself: {@code demo:} and its options. Behind it is a clip in the
 * cache folder, which is drawn when it is needed for the first time.
 *
 * @param scene what is drawn
 * @param name as the user wrote it
 */
public record DemoSource(SceneSettings scene, String name) {

  /** Progress listener of the drawing; calls come from the drawing thread. */
  @FunctionalInterface
  public interface Progress {
    /** So many frames of all are drawn. */
    void drawn(int frames, int all);
  }

  /**
   * Understands a source's name; absent where it is no demo's. A file of that name wins.
   *
   * @throws SluiceException of code USAGE for options that can't be used
   */
  public static Optional<DemoSource> parse(String source) {
    return DemoLocation.isDemo(source) && !FileNames.exists(source)
        ? Optional.of(new DemoSource(DemoLocation.parse(source), source))
        : Optional.empty();
  }

  /** Where the clip is, or will be. */
  public SourceLocation location() {
    return new SourceLocation(
        SourceLocation.Kind.FILE, DemoClip.at(folder(), scene).video().toString(), name);
  }

  /**
   * Draws the clip unless it is there.
   *
   * @param cancelled asked after every frame; once it holds, drawing ends
   * @throws SluiceException when the clip can't be kept, or drawing was cancelled
   */
  public void draw(Progress progress, BooleanSupplier cancelled) {
    DemoClip.ensure(
        folder(),
        scene,
        frames -> {
          if (cancelled.getAsBoolean()) {
            throw new SluiceException(ErrorCode.INPUT, name + ": was stopped while it was drawn");
          }
          progress.drawn(frames, scene.frames());
        });
  }

  private static Path folder() {
    return CacheFolder.of("demo");
  }
}
