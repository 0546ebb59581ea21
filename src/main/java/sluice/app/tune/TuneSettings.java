package sluice.app.tune;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.core.scene.SceneSettings;
import sluice.tune.Objective;

/**
 * Settings of a {@code sluice tune} run, validated by the caller.
 *
 * @param input the recording, as the user named it
 * @param modelName how a configuration names the model: a name of the catalogue, or a file
 * @param model the model, and how the device runs it where the search starts
 * @param scene what streams are to tell of objects over time while they are measured
 * @param classifiers the second models of the scene, in the order of its settings
 * @param files the files that may be chosen from, by the name of their precision, the most exact
 *     first; empty where there is no choice
 * @param goal what is wanted
 * @param time that the search may take
 * @param leastAgreement how far what is found has to agree with the most exact computation, 0 to 1
 */
public record TuneSettings(
    String input,
    String modelName,
    ConfiguredModel model,
    SceneSettings scene,
    List<ConfiguredModel> classifiers,
    Map<String, ModelSource> files,
    Objective goal,
    Duration time,
    double leastAgreement) {

  /** Keeps its own copies of list and map. */
  public TuneSettings {
    classifiers = List.copyOf(classifiers);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
