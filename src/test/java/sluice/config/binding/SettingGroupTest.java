package sluice.config.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SettingGroupTest {
  /** A record with a name, a section of its own and a component that no setting gives a value. */
  public record Door(
      String name, Duration openFor, OptionalInt width, Lock lock, Paint paint, long version) {}

  /** A section. */
  public record Lock(boolean shut) {}

  /** An embedded record, whose settings are among those of the outer record. */
  public record Paint(List<String> colours) {}

  private static final Setting<Boolean> SHUT =
      Setting.of("shut", "true", TextTypes.flag(), ReloadEffect.AT_ONCE, "Whether it is shut.");
  private static final Setting<Duration> OPEN_FOR =
      Setting.of(
          "open-for",
          "5s",
          UnitTypes.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          ReloadEffect.STREAM,
          "How long it stays open.");
  private static final Setting<OptionalInt> WIDTH =
      Setting.optional(
          "width-in-mm",
          "any",
          OptionalTypes.ofInt(NumberTypes.whole(1, 5000)),
          ReloadEffect.NEXT_FRAMES,
          "How wide it is.");
  private static final Setting<String> KIND =
      Setting.of(
          "kind", "door", TextTypes.oneOf(List.of("door")), ReloadEffect.SINK, "What it is.");
  private static final Setting<List<String>> COLOURS =
      Setting.optional(
          "colours",
          "none",
          OptionalTypes.ofList(
              new CollectionTypes.ListOf<>(TextTypes.text("a word", "\\w+"), "words")),
          ReloadEffect.MODEL,
          "What it is painted with.");

  private static SettingGroup<Lock> lock() {
    SettingGroupBuilder<Lock> settings = SettingGroup.builder(Lock.class);
    settings.add(SHUT);
    return settings.build();
  }

  private static SettingGroup<Paint> paint() {
    SettingGroupBuilder<Paint> settings = SettingGroup.builder(Paint.class);
    settings.add(COLOURS);
    return settings
        .rule(
            (values, node) -> {
              if (values.get(COLOURS).size() > 2) {
                node.child("colours").refuse("two at most");
              }
            })
        .build();
  }

  private static SettingGroupBuilder<Door> door() {
    SettingGroupBuilder<Door> settings = SettingGroup.builder(Door.class).name("name");
    settings.addConstant(KIND, "door");
    settings.add(OPEN_FOR);
    settings.add(WIDTH.inComponent("width"));
    settings.add(Setting.of("lock", "{}", lock(), ReloadEffect.SERVICE, "Its lock."));
    return settings.embed("paint", paint()).component("version", Long.class, 3L);
  }

  private static ConfigResult<Door> read(String hocon) {
    ConfigReading reading =
        new ConfigReading(
            new ReadContext(Map.of(), path -> true, address -> Optional.empty(), Facts.NONE),
            SourcePositions.NONE);
    return reading.finish(
        ConfigNode.of(reading, List.of("front"), ConfigFactory.parseString(hocon).root())
            .read(door().build()));
  }

  private static Door fine(String hocon) {
    return ((ConfigResult.Fine<Door>) read(hocon)).value();
  }

  @Test
  void record_isMadeOfNameSettingsAndConstants() {
    Door made = fine("open-for = 2m, width-in-mm = 900, lock.shut = no, colours = [red]");

    assertThat(made)
        .isEqualTo(
            new Door(
                "front",
                Duration.ofMinutes(2),
                OptionalInt.of(900),
                new Lock(false),
                new Paint(List.of("red")),
                3));
  }

  @Test
  void record_isWrittenInTheOrderOfItsSettings() {
    Map<String, Object> written = door().build().write(fine("colours = [red, blue]"), true);

    assertThat(written.toString())
        .isEqualTo(
            "{kind=door, open-for=5s, width-in-mm=null, lock={shut=true}, colours=[red, blue]}");
  }

  @Test
  void validationOfAnEmbeddedGroup_isAskedToo() {
    assertThat(read("colours = [red, blue, green]"))
        .isInstanceOfSatisfying(
            ConfigResult.Refused.class,
            refused -> assertThat(refused.problems().toString()).contains("two at most"));
  }

  @Test
  void changes_areTheEffectsOfTheSettingsThatDiffer_alsoOfThoseWithinSections() {
    SettingGroup<Door> group = door().build();
    Door before = fine("");

    assertThat(group.changes(before, fine(""))).isEmpty();
    assertThat(group.changes(before, fine("open-for = 1m"))).containsOnly(ReloadEffect.STREAM);
    assertThat(group.changes(before, fine("lock.shut = no"))).containsOnly(ReloadEffect.AT_ONCE);
    assertThat(group.changes(before, fine("width-in-mm = 7, colours = [red]")))
        .containsOnly(ReloadEffect.NEXT_FRAMES, ReloadEffect.MODEL);
    assertThat(group.changed(before, fine("lock.shut = no"), ReloadEffect.AT_ONCE))
        .extracting(Setting::key)
        .containsExactly("lock");
  }

  @Test
  void settingWithoutComponent_isFoundWhenTheGroupIsBuilt() {
    SettingGroupBuilder<Lock> settings = SettingGroup.builder(Lock.class);
    settings.add(SHUT);
    settings.add(OPEN_FOR);

    assertThatThrownBy(settings::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lock has no component openFor for the setting open-for");
  }

  @Test
  void componentWithoutSetting_isFoundWhenTheGroupIsBuilt() {
    SettingGroupBuilder<Lock> settings = SettingGroup.builder(Lock.class);

    assertThatThrownBy(settings::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lock.shut has neither a setting nor a constant");
  }

  @Test
  void settingOfAnotherType_isFoundWhenTheGroupIsBuilt() {
    SettingGroupBuilder<Lock> lock = SettingGroup.builder(Lock.class);
    lock.add(OPEN_FOR.inComponent("shut"));
    SettingGroupBuilder<Paint> paint = SettingGroup.builder(Paint.class);
    paint.add(
        Setting.of(
            "colours",
            "[]",
            new CollectionTypes.ListOf<>(NumberTypes.whole(1, 2), "numbers"),
            ReloadEffect.MODEL,
            "Numbers."));

    assertThatThrownBy(lock::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lock.shut is of type Boolean, and the setting open-for of Duration");
    assertThatThrownBy(paint::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Paint.colours is of type List<String>, and the setting colours of List<Integer>");
  }

  @Test
  void whatIsGivenTwice_isRefused() {
    SettingGroupBuilder<Lock> settings = SettingGroup.builder(Lock.class);
    settings.add(SHUT);

    assertThatThrownBy(() -> settings.add(SHUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two settings have the key shut");
    assertThatThrownBy(() -> settings.component("shut", Boolean.class, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two values for the component shut");
  }
}
