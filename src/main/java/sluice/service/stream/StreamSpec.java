package sluice.service.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import sluice.config.ReloadEffects;
import sluice.config.binding.ReloadEffect;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.Delivery;
import sluice.core.scene.ClassifySettings;
import sluice.service.model.ModelSlot;

/**
 * Specification of a stream with the settings of its sinks.
 *
 * @param config the stream
 * @param models the configured name of the model of each slot, in the order of the slots; that of
 *     {@link ModelSlot#DETECTION} is the one of the stream's settings
 * @param sinks where its results go
 * @param origin where the stream was defined
 */
public record StreamSpec(
    StreamConfig config,
    SequencedMap<ModelSlot, String> models,
    List<SinkConfig> sinks,
    Origin origin) {

  /** Where a stream was defined. */
  public enum Origin {
    /** The configuration's file: changed there. */
    FILE,
    /** The API: kept in the data directory; files that it may read are bound by file-roots. */
    API
  }

  /**
   * Keeps its own copies of map and list.
   *
   * @throws IllegalArgumentException when the models lack that of the settings
   */
  public StreamSpec {
    models = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(models));
    sinks = List.copyOf(sinks);
    if (!config.model().equals(models.get(ModelSlot.DETECTION))) {
      throw new IllegalArgumentException(
          "stream " + config.id() + " detects with " + config.model() + ", not by " + models);
    }
  }

  /** A stream with the models of its settings. */
  public StreamSpec(StreamConfig config, List<SinkConfig> sinks, Origin origin) {
    this(config, slots(config), sinks, origin);
  }

  private static SequencedMap<ModelSlot, String> slots(StreamConfig config) {
    SequencedMap<ModelSlot, String> models = new LinkedHashMap<>();
    models.put(ModelSlot.DETECTION, config.model());
    for (ClassifySettings second : config.scene().objects().classify()) {
      models.put(ModelSlot.classification(second.model()), second.model());
    }
    return models;
  }

  /**
   * A stream whose sinks are those of a configuration.
   *
   * @throws IllegalArgumentException when the configuration lacks one of them
   */
  public static StreamSpec of(ServiceConfig service, StreamConfig stream, Origin origin) {
    List<SinkConfig> sinks = new ArrayList<>();
    for (String name : stream.sinks()) {
      SinkConfig sink = service.sinks().get(name);
      if (sink == null) {
        throw new IllegalArgumentException("stream " + stream.id() + ": no sink " + name);
      }
      sinks.add(sink);
    }
    return new StreamSpec(stream, sinks, origin);
  }

  /** The stream's name. */
  public String id() {
    return config.id();
  }

  /** The reload effects of another version of this stream and its sinks. */
  Set<ReloadEffect> changes(StreamSpec after) {
    Set<ReloadEffect> effects = EnumSet.noneOf(ReloadEffect.class);
    effects.addAll(ReloadEffects.ofStream(config, after.config));
    effects.addAll(ReloadEffects.ofSinks(sinks, after.sinks));
    return effects;
  }

  /** The settings that its sinks are opened with. */
  OutputSettings outputs() {
    Delivery byKind = config.source().isLive() ? Delivery.LATEST : Delivery.EVERY;
    return new OutputSettings(
        config.id(), sinks, config.source(), config.delivery().orElse(byKind));
  }
}
