package sluice.app.tune;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.model.ConfiguredModel;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ModelConfig.Hint;
import sluice.openvino.Properties;
import sluice.stage.inference.EngineInfo;
import sluice.tune.Candidate;
import sluice.tune.Parameter;
import sluice.tune.SearchSpace;

/** Conversion between candidates of a search and settings of a model. */
final class TuneParameters {
  private static final String CPU = "CPU";
  private static final String YES = "yes";
  private static final String NO = "no";

  /** Properties that fix a parameter where the user gave them by name. */
  private static final Map<String, Parameter> FIXED =
      Map.of(
          Properties.PERFORMANCE_HINT, Parameter.HINT,
          Properties.NUM_STREAMS, Parameter.STREAMS,
          Properties.INFERENCE_NUM_THREADS, Parameter.THREADS,
          Properties.ENABLE_CPU_PINNING, Parameter.PINNING,
          Properties.INFERENCE_PRECISION_HINT, Parameter.PRECISION);

  private final TuneSettings settings;

  TuneParameters(TuneSettings settings) {
    this.settings = settings;
  }

  /** What is searched for. */
  TuneSettings search() {
    return settings;
  }

  /** Where the search starts. */
  Candidate start() {
    ModelConfig model = settings.model().config();
    Candidate start =
        Candidate.open()
            .with(Parameter.HINT, hint(model.hint()))
            .with(Parameter.STREAMS, word(model.streams()))
            .with(Parameter.THREADS, word(model.threads()))
            .with(Parameter.REQUESTS, word(model.requests()))
            .with(Parameter.PREFETCH, model.prefetch());
    Optional<String> files =
        settings.files().entrySet().stream()
            .filter(entry -> entry.getValue().equals(settings.model().source()))
            .map(Map.Entry::getKey)
            .findFirst();
    return files.map(name -> start.with(Parameter.FILES, name)).orElse(start);
  }

  private static String hint(Hint hint) {
    return hint == Hint.NONE ? Candidate.OPEN : hint.name().toLowerCase(Locale.ROOT);
  }

  private static String word(OptionalInt count) {
    return count.isPresent() ? Integer.toString(count.getAsInt()) : Candidate.OPEN;
  }

  /** The space without the parameters that the user has fixed by a property. */
  SearchSpace without(SearchSpace space) {
    SearchSpace result = space;
    for (Map.Entry<String, Parameter> fixed : FIXED.entrySet()) {
      if (settings.model().config().properties().containsKey(fixed.getKey())) {
        result = result.holding(fixed.getValue());
      }
    }
    return result;
  }

  /** The most exact computation there is, otherwise as where the search starts. */
  Candidate exact() {
    Candidate exact = start().with(Parameter.PRECISION, "f32");
    return settings.files().keySet().stream()
        .findFirst()
        .map(name -> exact.with(Parameter.FILES, name))
        .orElse(exact);
  }

  /** A candidate as settings. */
  ConfiguredModel settings(Candidate candidate) {
    ModelConfig model = settings.model().config();
    Map<String, String> properties = new LinkedHashMap<>(model.properties());
    String pinning = candidate.get(Parameter.PINNING);
    if (!pinning.equals(Candidate.OPEN)) {
      properties.put(
          Properties.ENABLE_CPU_PINNING, pinning.equals(YES) ? Properties.YES : Properties.NO);
    }
    String precision = candidate.get(Parameter.PRECISION);
    if (!precision.equals(Candidate.OPEN)) {
      properties.put(Properties.INFERENCE_PRECISION_HINT, precision);
    }
    String hint = candidate.get(Parameter.HINT);
    String files = candidate.get(Parameter.FILES);
    return new ConfiguredModel(
        settings.files().getOrDefault(files, settings.model().source()),
        model.toBuilder()
            .precision(files.equals(Candidate.OPEN) ? model.precision() : Optional.of(files))
            .hint(
                hint.equals(Candidate.OPEN)
                    ? Hint.NONE
                    : Hint.valueOf(hint.toUpperCase(Locale.ROOT)))
            .requests(candidate.number(Parameter.REQUESTS))
            .streams(candidate.number(Parameter.STREAMS))
            .threads(candidate.number(Parameter.THREADS))
            .prefetch(candidate.number(Parameter.PREFETCH).orElse(ModelConfig.DEFAULT_PREFETCH))
            .properties(properties)
            .build());
  }

  /**
   * What a device made of a candidate. On a CPU the hint does nothing but set the rest.
   *
   * @param info of the compiled model
   */
  Candidate settled(Candidate candidate, EngineInfo info) {
    Map<String, String> said = info.properties();
    Candidate settled =
        candidate
            .with(Parameter.REQUESTS, info.requests())
            .with(Parameter.STREAMS, said.getOrDefault(Properties.NUM_STREAMS, Candidate.OPEN))
            .with(
                Parameter.THREADS,
                said.getOrDefault(Properties.INFERENCE_NUM_THREADS, Candidate.OPEN))
            .with(
                Parameter.PRECISION,
                said.getOrDefault(
                    Properties.INFERENCE_PRECISION_HINT, candidate.get(Parameter.PRECISION)));
    String pinning = said.getOrDefault(Properties.ENABLE_CPU_PINNING, "");
    if (!pinning.isEmpty()) {
      settled = settled.with(Parameter.PINNING, pinning.equalsIgnoreCase(Properties.NO) ? NO : YES);
    }
    return settings.model().config().device().equals(CPU)
        ? settled.with(Parameter.HINT, Candidate.OPEN)
        : settled;
  }
}
