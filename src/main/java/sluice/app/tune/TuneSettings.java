package sluice.app.tune;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.tune.Objective;

/**
 * Settings of a {@code sluice tune} run, validated by the caller.
 *
 * @param input the recording, as the user named it
 * @param modelName how a configuration names the model: a name of the catalogue, or a file
 * @param model the model, and how the device runs it where the search starts
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
    Map<String, ModelSource> files,
    Objective goal,
    Duration time,
    double leastAgreement) {

  /** Keeps its own copy of the map. */
  public TuneSettings {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
