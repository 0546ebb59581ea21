package sluice.config.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.config.binding.UnionType.Variant;

/** What {@code NewSinkTypeTest} doesn't hold of unions. */
class UnionTypeTest {
  /** A variant. */
  public record Tree(int height) {}

  private static final Variant<Tree> OAK = tree("oak", "height");
  private static final Variant<Tree> FIR = tree("fir", "height");

  private static Variant<Tree> tree(String name, String key) {
    SettingGroupBuilder<Tree> settings = SettingGroup.builder(Tree.class);
    settings.add(
        Setting.of(key, "2", NumberTypes.whole(1, 9), ReloadEffect.STREAM, "How high it is.")
            .inComponent("height"));
    return new Variant<>(name, "it grows", settings.build());
  }

  private static UnionType<Object> union(List<Variant<Tree>> variants) {
    return UnionType.of(
        Object.class, "kind", "What it is.", ReloadEffect.SINK, variants, value -> OAK);
  }

  @Test
  void tag_isDescribedWithEveryVariant() {
    UnionType<Object> union = union(List.of(OAK, FIR));

    assertThat(union.tag().meaning()).isEqualTo("What it is. oak: it grows. fir: it grows.");
    assertThat(union.tag().kind().expected()).isEqualTo("oak or fir");
    assertThat(union.settings().stream().map(Setting::key).toList())
        .containsExactly("kind", "height", "height");
    assertThat(union.variants()).containsExactly(OAK, FIR);
  }

  @Test
  void values_areWrittenAndComparedByTheirVariant_whateverVariantsCanBeRead() {
    UnionType<Object> none = union(List.of());

    assertThat(none.write(new Tree(3), false))
        .containsExactly(Map.entry("kind", "oak"), Map.entry("height", 3));
    assertThat(none.changes(new Tree(3), new Tree(3))).isEmpty();
    assertThat(none.changes(new Tree(3), new Tree(4))).containsExactly(ReloadEffect.STREAM);
    assertThatThrownBy(() -> none.write("no tree", false)).isInstanceOf(ClassCastException.class);
  }

  @Test
  void schema_ofOneVariant_isItsObject_ofSeveralEitherOfThem() {
    Map<String, Object> oak = union(List.of(OAK)).schema();

    assertThat(oak).containsEntry("type", "object").containsEntry("required", List.of("kind"));
    assertThat(oak.toString()).contains("kind={type=string, enum=[oak]");
    assertThat(union(List.of(OAK, FIR)).schema().get("oneOf").toString())
        .contains("enum=[oak]", "enum=[fir]")
        .doesNotContain("enum=[oak, fir]");
  }

  @Test
  void variantsThatCannotBeToldApart_areRefused() {
    assertThatThrownBy(() -> union(List.of(OAK, FIR, tree("oak", "height"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two variants are called oak");
    assertThatThrownBy(() -> union(List.of(tree("oak", "kind"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Tree has a setting kind besides the tag");
  }
}
