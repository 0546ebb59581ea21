package sluice.app.detect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sluice.app.model.ConfiguredModel;
import sluice.config.settings.HostRules;
import sluice.config.sink.SinkConfig;
import sluice.core.PixelSize;
import sluice.core.Playback;
import sluice.core.TileSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.source.TlsTrust;

/**
 * Settings of a {@code sluice detect} run, validated by the caller.
 *
 * @param inputs the sources, at least one, each with where its results go
 * @param model the model, and how the device runs it
 * @param playback what of the sources is used, and at which pace
 * @param tls what is required of the certificates of sources that are reached by TLS
 * @param tiles in which the model gets pictures
 * @param scene what is told of objects over time
 * @param classifiers the second models of the scene, in the order of its settings
 * @param outputSize size of the annotated video, both sides even; that of the source where absent
 * @param overwrite whether existing files may be replaced
 * @param sinks the sinks of the configuration that results also go to
 * @param show whether the job has a page with live pictures while it runs
 */
public record DetectSettings(
    List<Input> inputs,
    ConfiguredModel model,
    Playback playback,
    TlsTrust tls,
    TileSettings tiles,
    SceneSettings scene,
    List<ConfiguredModel> classifiers,
    Optional<PixelSize> outputSize,
    boolean overwrite,
    Sinks sinks,
    boolean show) {

  /**
   * Sinks of the service's configuration.
   *
   * @param configs in the order in which the summary names them; empty: none
   * @param hosts which machines they may be on: {@code security.sink-hosts}
   * @param refused folder in which messages are kept that far sides refuse; made with the first
   */
  public record Sinks(List<SinkConfig> configs, HostRules hosts, Path refused) {
    /** No sink. */
    public static final Sinks NONE = new Sinks(List.of(), HostRules.unbound(), Path.of(""));

    /** Keeps its own copy of the list. */
    public Sinks {
      configs = List.copyOf(configs);
    }
  }

  /**
   * A source and where its results go.
   *
   * @param source file, folder, glob, address or camera device, as the user named it; may hold
   *     credentials, so it is not for showing
   * @param name short name of the source without credentials; unique within a run
   * @param video the annotated video to write
   * @param json where the JSON Lines go
   */
  public record Input(String source, String name, Optional<Path> video, Optional<JsonTarget> json) {

    /** Shows the name only: the source may hold credentials. */
    @Override
    public String toString() {
      return "Input[" + name + ", video=" + video + ", json=" + json + "]";
    }
  }

  /** Where JSON Lines go. */
  public sealed interface JsonTarget {

    /** Into a file of their own. */
    record File(Path path) implements JsonTarget {}

    /** To standard output, which carries nothing else then. */
    record StandardOutput() implements JsonTarget {}
  }

  /** Keeps its own copies of the lists. */
  public DetectSettings {
    classifiers = List.copyOf(classifiers);
    inputs = List.copyOf(inputs);
  }

  /** The same with other settings of the model. */
  DetectSettings model(ConfiguredModel other) {
    return new DetectSettings(
        inputs,
        other,
        playback,
        tls,
        tiles,
        scene,
        classifiers,
        outputSize,
        overwrite,
        sinks,
        show);
  }
}
