package sluice.app.cameras;

import java.util.List;
import sluice.config.settings.ModelConfig;
import sluice.core.scene.SceneSettings;

/**
 * A stream that no configuration describes.
 *
 * @param model what is looked for
 * @param classifiers the second models of the scene
 * @param scene what it is asked to tell of objects over time
 */
public record OwnStream(ModelConfig model, List<ModelConfig> classifiers, SceneSettings scene) {

  /** Keeps its own copy of the list. */
  public OwnStream {
    classifiers = List.copyOf(classifiers);
  }
}
