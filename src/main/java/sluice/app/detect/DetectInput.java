package sluice.app.detect;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A source and where its results go.
 *
 * @param source file, folder, glob, address or camera device, as the user named it; may hold
 *     credentials, so it is not for showing
 * @param name short name of the source without credentials; unique within a run
 * @param video the annotated video to write
 * @param json where the JSON Lines go
 */
public record DetectInput(
    String source, String name, Optional<Path> video, Optional<JsonTarget> json) {

  /** Shows the name only: the source may hold credentials. */
  @Override
  public String toString() {
    return "DetectInput[" + name + ", video=" + video + ", json=" + json + "]";
  }
}
