package sluice.service.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.service.stream.StreamSpec;

/**
 * Effective configuration: a configuration merged with the persisted streams.
 *
 * @param state what the service does
 * @param lost kept streams that can't run with this configuration, with what is wrong
 */
record EffectiveConfig(ServiceState state, Map<String, List<Problem>> lost) {

  static EffectiveConfig of(ServiceConfig config, PersistedStreams kept, StreamJson json) {
    Map<String, StreamEntry> streams = new LinkedHashMap<>();
    config
        .streams()
        .forEach(
            (id, stream) ->
                streams.put(
                    id,
                    new StreamEntry(stream, StreamSpec.Origin.FILE, kept.paused().contains(id))));
    Map<String, List<Problem>> lost = new LinkedHashMap<>();
    kept.streams()
        .forEach(
            (id, text) -> {
              switch (json.restore(text, config)) {
                case ConfigResult.Fine<StreamConfig>(StreamConfig stream) ->
                    streams.putIfAbsent(
                        id,
                        new StreamEntry(stream, StreamSpec.Origin.API, kept.paused().contains(id)));
                case ConfigResult.Refused<StreamConfig>(List<Problem> problems) ->
                    lost.put(id, problems);
              }
            });
    return new EffectiveConfig(new ServiceState(config, streams), lost);
  }
}
