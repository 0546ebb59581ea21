package sluice.config;

import static sluice.config.binding.ReloadEffect.SERVICE;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import sluice.config.binding.NumberTypes;
import sluice.config.binding.Setting;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.UnitTypes;
import sluice.config.settings.HttpConfig.Limits;

/** The bounds of the HTTP server. */
final class HttpLimits {
  static final Setting<Limits, Long> MAX_BODY =
      Setting.of(
          "max-body",
          "256KiB",
          UnitTypes.size(1L << 10, 1L << 26),
          Limits::maxBody,
          SERVICE,
          "Largest body of a request.");
  static final Setting<Limits, Integer> MAX_CONNECTIONS =
      count("max-connections", "256", Limits::maxConnections, "Open connections together.");
  static final Setting<Limits, Integer> MAX_EVENT_CLIENTS =
      count(
          "max-event-clients",
          "32",
          Limits::maxEventClients,
          "Connections together that watch events.");
  static final Setting<Limits, Integer> MAX_LIVE_CLIENTS =
      count(
          "max-live-clients",
          "64",
          Limits::maxLiveClients,
          "Connections together that watch live pictures, pages and MJPEG.");
  static final Setting<Limits, Integer> MAX_STREAMS =
      count(
          "max-streams",
          "256",
          Limits::maxStreams,
          "Streams together that can be added through the API.");
  static final Setting<Limits, Integer> REQUESTS_PER_SECOND =
      count(
          "requests-per-second",
          "100",
          Limits::requestsPerSecond,
          "Requests of one client address, on average; more are answered with 429.");
  static final Setting<Limits, Integer> FAILED_LOGINS =
      count(
          "failed-logins",
          "10",
          Limits::failedLogins,
          "Wrong tokens of one client address in a minute; more are answered with 429.");
  static final Setting<Limits, Duration> REQUEST_TIMEOUT =
      duration("request-timeout", "20s", Limits::requestTimeout, "How long an answer may take.");
  static final Setting<Limits, Duration> IDLE_TIMEOUT =
      duration("idle-timeout", "60s", Limits::idleTimeout, "How long a connection may be silent.");

  static final SettingGroup<Limits> GROUP =
      SettingGroup.of(
          List.of(
              MAX_BODY,
              MAX_CONNECTIONS,
              MAX_EVENT_CLIENTS,
              MAX_LIVE_CLIENTS,
              MAX_STREAMS,
              REQUESTS_PER_SECOND,
              FAILED_LOGINS,
              REQUEST_TIMEOUT,
              IDLE_TIMEOUT),
          (name, values) ->
              new Limits(
                  values.get(MAX_BODY),
                  values.get(MAX_CONNECTIONS),
                  values.get(MAX_EVENT_CLIENTS),
                  values.get(MAX_LIVE_CLIENTS),
                  values.get(MAX_STREAMS),
                  values.get(REQUESTS_PER_SECOND),
                  values.get(FAILED_LOGINS),
                  values.get(REQUEST_TIMEOUT),
                  values.get(IDLE_TIMEOUT)));

  private HttpLimits() {}

  private static Setting<Limits, Integer> count(
      String key, String standard, Function<Limits, Integer> get, String meaning) {
    return Setting.of(key, standard, NumberTypes.whole(1, 100_000), get, SERVICE, meaning);
  }

  private static Setting<Limits, Duration> duration(
      String key, String standard, Function<Limits, Duration> get, String meaning) {
    return Setting.of(
        key,
        standard,
        UnitTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
        get,
        SERVICE,
        meaning);
  }
}
