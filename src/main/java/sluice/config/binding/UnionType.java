package sluice.config.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Type of a tagged union: objects of several variants, each with settings of its own, of which the
 * value of one key, the tag, says which variant an object is. Immutable, thread-safe.
 *
 * @param <T> what all variants are
 */
public final class UnionType<T> implements ValueType<T>, ObjectType {
  private final Class<T> type;
  private final Setting<String> tag;
  private final Map<String, Variant<? extends T>> variants;
  private final Map<String, SettingGroup<? extends T>> tagged;
  private final Function<T, Variant<? extends T>> variantOf;

  /**
   * Variant of a union.
   *
   * @param <R> the record of its settings
   * @param name the value of the tag
   * @param description what it is, without a full stop: part of the tag's description
   * @param group its settings, without the tag
   */
  public record Variant<R>(String name, String description, SettingGroup<R> group) {}

  private UnionType(
      Class<T> type,
      Setting<String> tag,
      Map<String, Variant<? extends T>> variants,
      Function<T, Variant<? extends T>> variantOf) {
    this.type = type;
    this.tag = tag;
    this.variants = variants;
    this.variantOf = variantOf;
    this.tagged = new LinkedHashMap<>();
    variants.forEach((name, variant) -> tagged.put(name, variant.group().withTag(tag, name)));
  }

  /**
   * A union.
   *
   * @param type what all variants are
   * @param key of the tag, which must be given
   * @param meaning of the tag; the names and descriptions of the variants are added to it
   * @param effect what another variant does in a running service
   * @param variants in the order in which messages name them; with none, nothing can be read
   * @param variantOf the variant of a value, which need not be among {@code variants}
   * @throws IllegalArgumentException when two variants have one name, or one has a setting of the
   *     tag's key
   */
  public static <T> UnionType<T> of(
      Class<T> type,
      String key,
      String meaning,
      ReloadEffect effect,
      List<? extends Variant<? extends T>> variants,
      Function<T, Variant<? extends T>> variantOf) {
    Map<String, Variant<? extends T>> byName = new LinkedHashMap<>();
    StringBuilder described = new StringBuilder(meaning);
    for (Variant<? extends T> variant : variants) {
      if (byName.put(variant.name(), variant) != null) {
        throw new IllegalArgumentException("two variants are called " + variant.name());
      }
      described.append(" %s: %s.".formatted(variant.name(), variant.description()));
    }
    Setting<String> tag = tag(key, List.copyOf(byName.keySet()), effect, described.toString());
    return new UnionType<>(type, tag, byName, variantOf);
  }

  private static Setting<String> tag(
      String key, List<String> names, ReloadEffect effect, String meaning) {
    return Setting.required(key, TextTypes.oneOf(names), effect, meaning);
  }

  /** The setting that names the variant. */
  public Setting<String> tag() {
    return tag;
  }

  /** All variants, in their order. */
  public List<Variant<? extends T>> variants() {
    return List.copyOf(variants.values());
  }

  /** The tag, then the settings of each variant in turn. */
  @Override
  public List<Setting<?>> settings() {
    List<Setting<?>> result = new ArrayList<>();
    result.add(tag);
    variants.values().forEach(variant -> result.addAll(variant.group().settings()));
    return result;
  }

  @Override
  public JavaType type() {
    return JavaType.of(type);
  }

  @Override
  public @Nullable T read(ConfigNode node) {
    if (!node.isObject()) {
      return node.refuse("an object in braces");
    }
    Optional<SettingGroup<? extends T>> group = groupOf(node.child(tag.key()));
    if (group.isPresent()) {
      return group.get().read(node);
    }
    tag.read(node, null); // reports what is wrong with it: of what variant the rest is isn't known
    return null;
  }

  /** The settings by a tag; where there is but one variant, its settings whatever the tag is. */
  private Optional<SettingGroup<? extends T>> groupOf(ConfigNode name) {
    if (tagged.size() == 1) {
      return Optional.of(tagged.values().iterator().next());
    }
    return name.isResolved() ? Optional.ofNullable(name.text()).map(tagged::get) : Optional.empty();
  }

  /** The effects of what differs between two values; of another variant, that of the tag. */
  public Set<ReloadEffect> changes(T before, T after) {
    Variant<? extends T> variant = variantOf.apply(before);
    return variant.name().equals(variantOf.apply(after).name())
        ? changes(variant.group(), before, after)
        : Set.of(tag.effect());
  }

  private static <R> Set<ReloadEffect> changes(SettingGroup<R> group, Object before, Object after) {
    return group.changes(group.cast(before), group.cast(after));
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public Map<String, Object> write(T value, boolean reveal) {
    Variant<? extends T> variant = variantOf.apply(value);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(tag.key(), tag.kind().write(variant.name(), reveal));
    result.putAll(write(variant.group(), value, reveal));
    return result;
  }

  private static <R> Map<String, Object> write(
      SettingGroup<R> group, Object value, boolean reveal) {
    return group.write(group.cast(value), reveal);
  }

  /** Of one variant, its object; of several, one of their objects, each with its own tag alone. */
  @Override
  public Map<String, Object> schema() {
    List<Map<String, Object>> schemas = variants.values().stream().map(this::schema).toList();
    return schemas.size() == 1 ? schemas.getFirst() : Map.of("oneOf", schemas);
  }

  private Map<String, Object> schema(Variant<? extends T> variant) {
    List<Setting<?>> settings = new ArrayList<>();
    settings.add(tag(tag.key(), List.of(variant.name()), tag.effect(), tag.meaning()));
    settings.addAll(variant.group().settings());
    return Schema.of(settings);
  }
}
