package sluice.stage.sink.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ModelFamilies;
import sluice.app.sink.SinkTypes;
import sluice.config.ConfigReader;
import sluice.config.SettingTables;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.message.Message;
import sluice.core.message.StateChange;
import sluice.stage.sink.Results;
import sluice.testing.SceneSamples;

/** What the pages on sinks show is what is read, and what is sent. */
class SinksPageTest {
  private static final Path DOCS = Path.of("src", "docs");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^```\\n(sluice[^`]*?)^```$|((?:^    sluice\\.?[^\\n]*\\n(?:^    [^\\n]*\\n)*)))",
          Pattern.MULTILINE);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
  private static final Pattern PEM = Pattern.compile("/etc/sluice/[a-z-]+\\.pem");
  private static final Path AUTHORITY =
      Path.of("src/test/resources/sluice/config/authority-a.pem").toAbsolutePath();
  private static final String RUN = "m2k9x7q4";

  @TempDir Path folder;

  private static String page(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }

  private static List<String> blocks(String page) {
    return BLOCK
        .matcher(page)
        .results()
        .map(block -> block.group(1) != null ? block.group(1) : block.group(2))
        .toList();
  }

  /** Variables have a value that a password and a key may have. */
  private ServiceConfig read(String block) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("page.conf"), PEM.matcher(block).replaceAll(AUTHORITY.toString()));
    Map<String, String> environment =
        VARIABLE
            .matcher(block)
            .results()
            .map(found -> found.group(1))
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> "sixteen-or-more-characters"));
    environment.put("HOME", "/home/somebody");
    ReadContext context =
        new ReadContext(
            environment,
            path -> true,
            source -> Optional.empty(),
            new SettingTables(ModelFamilies.facts(), SinkTypes.variants(SinkTypes.ALL)).facts());
    ConfigResult<ServiceConfig> result = new ConfigReader(context).read(file);
    assertThat(result).as("%s%n%s", block, result).isInstanceOf(ConfigResult.Fine.class);
    return ((ConfigResult.Fine<ServiceConfig>) result).value();
  }

  @Test
  void everyBlockToCopy_isAConfiguration_andEveryTypeHasOne() throws IOException {
    Set<String> seen =
        Stream.of("sinks", "sinks-kafka", "sinks-mqtt", "sinks-webhook", "sinks-sql")
            .flatMap(name -> blocksOf(name + ".md").stream())
            .flatMap(block -> sinks(block).stream())
            .map(SinkConfig::typeName)
            .collect(Collectors.toSet());

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            SinkTypes.ALL.stream().map(type -> type.variant().name()).toList());
  }

  private static List<String> blocksOf(String page) {
    try {
      return blocks(page(page));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<SinkConfig> sinks(String block) {
    try {
      return List.copyOf(read(block).sinks().values());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyType_isOnThePage() throws IOException {
    String page = page("sinks.md");

    SinkTypes.ALL.forEach(type -> assertThat(page).contains("| `" + type.variant().name() + "` |"));
  }

  @Test
  void messagesOfThePage_areThoseThatAreSent() throws IOException {
    assertThat(page("sinks.md")).contains("```\n" + String.join("\n", messages()) + "\n```");
  }

  private static List<String> messages() {
    MessageFactory factory = new MessageFactory("gate");
    List<Message> all = new ArrayList<>();
    all.add(
        factory.ofFrame(
            RUN,
            "rtsp://192.168.1.20:554/stream1",
            Results.withoutPicture(1280, 720, 412, Results.person(0.91f, 0.25f, 0.5f, 0.5f, 1)),
            MessageFactory.NONE));
    all.add(
        factory.ofEvent(
            RUN, 6, SceneSamples.crossed("door", Optional.of("to the yard")), MessageFactory.NONE));
    all.add(
        factory.ofState(
            RUN,
            7,
            new StateChange(
                "retrying", "no frame came for 10 s", Instant.parse("2026-11-20T08:16:02Z"))));
    return all.stream().map(message -> new String(message.body(), UTF_8)).toList();
  }
}
