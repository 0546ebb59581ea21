package sluice.config;

import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.ConfigReading;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Facts;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.binding.SourcePositions;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.SceneSettings;

/**
 * Reads lines and zones as a command line has them, {@code gate=0.75,0.2:0.75,1}, by the rules of
 * the configuration. What is not said is at its default.
 */
public final class SceneText {
  private static final String LINE_FORM =
      "NAME=x,y:x,y in fractions of the picture, as in gate=0.75,0.2:0.75,1";
  private static final String ZONE_FORM =
      "NAME=x,y:x,y:x,y with three points or more, in fractions of the picture, as in"
          + " shop=0.1,0.5:0.9,0.5:0.5,1";
  private static final String CLASSIFY_FORM =
      "MODEL or MODEL=LABEL,LABEL, as in vehicle-attributes-recognition-barrier-0039=car,bus";
  private static final ReadContext NOTHING_AROUND =
      new ReadContext(Map.of(), file -> false, source -> Optional.empty(), Facts.NONE);

  private SceneText() {}

  /**
   * The settings that flags ask for.
   *
   * @param track whether objects are to be followed in any case
   * @param lines values of {@code --line}
   * @param zones values of {@code --zone}
   * @param classify values of {@code --classify}
   * @throws SluiceException of {@link ErrorCode#USAGE} that names the flag, what is wrong and what
   *     was expected
   */
  public static SceneSettings read(
      boolean track, List<String> lines, List<String> zones, List<String> classify) {
    Map<String, Object> lineObjects = new LinkedHashMap<>();
    for (String text : lines) {
      List<List<String>> points = take("--line", text, LINE_FORM, lineObjects);
      if (points.size() != 2) {
        throw refused("--line", text, LINE_FORM);
      }
      lineObjects.put(name(text), Map.of("from", points.getFirst(), "to", points.getLast()));
    }
    Map<String, Object> zoneObjects = new LinkedHashMap<>();
    for (String text : zones) {
      List<List<String>> points = take("--zone", text, ZONE_FORM, zoneObjects);
      zoneObjects.put(name(text), Map.of("points", points));
    }
    SceneSettings read =
        bound(
            Map.of(
                SceneGroup.LINES.key(), lineObjects,
                SceneGroup.ZONES.key(), zoneObjects));
    return new SceneSettings(
        track ? Optional.of(true) : Optional.empty(),
        inOrder(lineObjects, read.lines()),
        inOrder(zoneObjects, read.zones()),
        read.objects().withClassify(secondModels(classify)));
  }

  private static List<ClassifySettings> secondModels(List<String> texts) {
    List<ClassifySettings> models = new ArrayList<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      String model = (equals < 0 ? text : text.substring(0, equals)).strip();
      List<String> labels =
          equals < 0 ? List.of() : List.of(text.substring(equals + 1).split(",", -1));
      if (model.isEmpty() || labels.stream().anyMatch(String::isBlank)) {
        throw refused("--classify", text, CLASSIFY_FORM);
      }
      if (models.stream().anyMatch(each -> each.model().equals(model))) {
        throw refused("--classify", model + " given twice", "each model once");
      }
      models.add(ClassifySettings.of(model, labels.stream().map(String::strip).toList()));
    }
    return models;
  }

  private static String name(String text) {
    return text.substring(0, text.indexOf('=')).strip();
  }

  /** The points of a new name. */
  private static List<List<String>> take(
      String flag, String text, String form, Map<String, Object> others) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw refused(flag, text, form);
    }
    if (others.containsKey(name(text))) {
      throw refused(flag, name(text) + " twice", "each name once");
    }
    List<List<String>> points = new ArrayList<>();
    for (String point : text.substring(equals + 1).split(":", -1)) {
      List<String> numbers = List.of(point.split(",", -1));
      if (numbers.size() != 2 || numbers.stream().anyMatch(String::isBlank)) {
        throw refused(flag, text, form);
      }
      points.add(numbers);
    }
    return points;
  }

  private static SceneSettings bound(Map<String, Object> object) {
    ConfigReading reading = new ConfigReading(NOTHING_AROUND, SourcePositions.NONE);
    ConfigNode root = ConfigNode.of(reading, List.of(), ConfigValueFactory.fromMap(object));
    return switch (reading.finish(SceneGroup.GROUP.read(root))) {
      case ConfigResult.Fine<SceneSettings>(SceneSettings settings) -> settings;
      case ConfigResult.Refused<SceneSettings>(List<Problem> problems) ->
          throw refused(problems.getFirst());
    };
  }

  /** A problem of {@code lines.NAME.KEY} as one of the flag. */
  private static SluiceException refused(Problem problem) {
    String text = problem.text();
    String key =
        text.startsWith(SceneGroup.LINES.key()) ? SceneGroup.LINES.key() : SceneGroup.ZONES.key();
    String flag = key.equals(SceneGroup.LINES.key()) ? "--line" : "--zone";
    return new SluiceException(
        ErrorCode.USAGE, flag + text.substring(key.length()).replaceFirst("^\\.", ": "));
  }

  private static SluiceException refused(String flag, String found, String expected) {
    return new SluiceException(
        ErrorCode.USAGE,
        flag + ": " + ConfigNode.printable(found) + " (expected: " + expected + ")");
  }

  private static <T> Map<String, T> inOrder(Map<String, ?> given, Map<String, T> read) {
    Map<String, T> result = new LinkedHashMap<>();
    given
        .keySet()
        .forEach(
            name ->
                Optional.ofNullable(read.get(name)).ifPresent(value -> result.put(name, value)));
    return result;
  }
}
