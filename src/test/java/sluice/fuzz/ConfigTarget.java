package sluice.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.app.Configuration;
import sluice.config.ConfigJson;
import sluice.config.ConfigReader;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;

/**
 * Fuzz target of configurations, and of streams as the API takes them: each is read or refused with
 * a message, in time, without leaking secrets.
 */
final class ConfigTarget implements FuzzTarget {
  private static final int LONGEST = 20_000;
  private static final int DEADLINE_SECONDS = 20;
  private static final String MARK = "MARKED-BY-THE-TEST";
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "${",
          "${?X}",
          "=",
          ":",
          "+=",
          "\n",
          "\\",
          "//",
          "#",
          "null",
          "include \"x\"",
          "include file(\"fuzz.conf\")",
          "include \"fuzz.conf\"",
          "1e999999999",
          "-1",
          "\0",
          "é",
          "\"\"\"",
          "a.b",
          "9999999999999999d",
          "${sluice.streams}",
          "${a}${a}",
          ",",
          "@",
          "***",
          "sluice.",
          "streams.x = ${sluice.streams.x}",
          "[[[[[[[[",
          "\ud800",
          "a.a.a.a.a.a.a.a.a.a",
          "${sluice}",
          "\\u0000",
          "1e-400",
          "infinity",
          "NaN");

  private final Path file;
  private final String whole;
  private final ServiceConfig sound;
  private final ConfigReader reader;
  private final StreamJson json;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fuzz reader").factory());

  /** Starts from the shipped file, with all of its examples in force. */
  ConfigTarget(Path folder) throws IOException {
    ReadContext surroundings =
        new ReadContext(
            Map.of("HOME", "/home", "SLUICE_TOKEN", MARK, "CAMERA_PASSWORD", MARK),
            path -> true,
            address -> Optional.empty(),
            Configuration.tables().facts());
    this.file = folder.resolve("fuzz.conf");
    this.reader = new ConfigReader(surroundings);
    this.json = new StreamJson(surroundings);
    Path shipped = Path.of("conf/application.conf");
    this.whole = Files.readString(shipped).replaceAll("(?m)^  # (?!A drawn)", "  ");
    this.sound = ((ConfigResult.Fine<ServiceConfig>) reader.read(shipped)).value();
  }

  @Override
  public String run(long number, Random random) throws Exception {
    Damage damage = new Damage(random);
    Future<String> reading =
        worker.submit(() -> number % 4 == 3 ? stream(damage, random) : configuration(damage));
    try {
      return reading.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Finding.of("not read within " + DEADLINE_SECONDS + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Finding finding
          ? finding
          : Finding.of(e.getCause() + " " + List.of(e.getCause().getStackTrace()));
    }
  }

  private String configuration(Damage damage) throws IOException, Finding {
    Files.writeString(file, damage.text(whole, PIECES, LONGEST).replace("\ud800", "\\ud800"));
    ConfigResult<ServiceConfig> reading = reader.read(file);
    requireNoSecret(reading);
    if (reading instanceof ConfigResult.Fine<ServiceConfig>(ServiceConfig config)) {
      if (ConfigJson.write(config).contains(MARK)) {
        throw Finding.of("a secret is shown");
      }
      return "configurations that were read";
    }
    return "configurations that were refused";
  }

  private String stream(Damage damage, Random random) throws Finding {
    String text =
        """
        {"id": "a", "source": "rtsp://viewer:%s@10.0.0.1/x", "model": "person-detection-hog",
         "threshold": 0.5, "labels": ["person"], "max-age": "2s", "enabled": false}
        """
            .formatted(MARK);
    StreamConfig current = ((ConfigResult.Fine<StreamConfig>) json.create(text, sound)).value();
    String damaged = damage.text(text, PIECES, LONGEST);
    ConfigResult<StreamConfig> reading =
        switch (random.nextInt(3)) {
          case 0 -> json.create(damaged, sound);
          case 1 -> json.replace(current, damaged, sound);
          default -> json.patch(current, damaged, sound);
        };
    requireNoSecret(reading);
    return reading instanceof ConfigResult.Fine
        ? "streams that were read"
        : "streams that were refused";
  }

  private static void requireNoSecret(ConfigResult<?> reading) throws Finding {
    if (reading instanceof ConfigResult.Refused<?>(List<Problem> problems)) {
      if (problems.isEmpty()) {
        throw Finding.of("refused without a word");
      }
      for (Problem problem : problems) {
        if (problem.text().contains(MARK) || problem.text().contains("\n")) {
          throw Finding.of("a secret, or more than one line: " + problem.text());
        }
      }
    } else if (reading instanceof ConfigResult.Fine<?>(StreamConfig stream)
        && stream.source().toString().contains(MARK)) {
      throw Finding.of("a secret in what was read: " + reading);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
