package sluice.config;

import static sluice.config.binding.ReloadEffect.SERVICE;

import java.time.Duration;
import sluice.config.binding.CollectionTypes;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SettingGroupBuilder;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.HttpConfig.Limits;

/** Description of the limits of the HTTP server. */
final class HttpLimits {
  private static final SettingGroupBuilder<Limits> SETTINGS = SettingGroup.builder(Limits.class);

  static final Setting<Long> MAX_BODY =
      SETTINGS.add(
          Setting.of(
              "max-body",
              "256KiB",
              UnitTypes.size(1L << 10, 1L << 26),
              SERVICE,
              "Largest body of a request."));
  static final Setting<Integer> MAX_CONNECTIONS =
      SETTINGS.add(count("max-connections", "256", "Open connections together."));
  static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      SETTINGS.add(
          count(
              "max-connections-per-address",
              "64",
              "Open connections of one client address; with behind-proxy all may be of one."));
  static final Setting<Integer> MAX_EVENT_CLIENTS =
      SETTINGS.add(count("max-event-clients", "32", "Connections together that watch events."));
  static final Setting<Integer> MAX_LIVE_CLIENTS =
      SETTINGS.add(
          count(
              "max-live-clients",
              "64",
              "Connections together that watch live pictures, pages and MJPEG."));
  static final Setting<Integer> MAX_STREAMS =
      SETTINGS.add(
          Setting.of(
              "max-streams",
              "256",
              NumberTypes.whole(1, CollectionTypes.MOST_ENTRIES),
              SERVICE,
              "Streams together that can be added through the API."));
  static final Setting<Integer> REQUESTS_PER_SECOND =
      SETTINGS.add(
          count(
              "requests-per-second",
              "100",
              "Requests of one client address, on average; more are answered with 429."));
  static final Setting<Integer> FAILED_LOGINS =
      SETTINGS.add(
          count(
              "failed-logins",
              "10",
              "Wrong tokens of one client address in a minute; more are answered with 429."));
  static final Setting<Duration> REQUEST_TIMEOUT =
      SETTINGS.add(duration("request-timeout", "20s", "How long an answer may take."));
  static final Setting<Duration> HEADER_TIMEOUT =
      SETTINGS.add(
          duration(
              "header-timeout",
              "10s",
              "How long the header of a connection's first request may take, however it comes."));
  static final Setting<Duration> IDLE_TIMEOUT =
      SETTINGS.add(
          duration(
              "idle-timeout",
              "60s",
              "How long a connection may be silent, and how long its next request may take."));

  static final SettingGroup<Limits> GROUP = SETTINGS.build();

  private HttpLimits() {}

  private static Setting<Integer> count(String key, String standard, String meaning) {
    return Setting.of(key, standard, NumberTypes.whole(1, 100_000), SERVICE, meaning);
  }

  private static Setting<Duration> duration(String key, String standard, String meaning) {
    return Setting.of(
        key,
        standard,
        UnitTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
        SERVICE,
        meaning);
  }
}
