package sluice.http.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sluice.http.routing.BadBodyException;
import sluice.json.JsonText;
import sluice.json.RawJson;

/** Makes one JSON text of what several nodes say of the same; all that is listed has its node. */
final class MergedAnswers {
  private static final String NODE = "node";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private MergedAnswers() {}

  /**
   * What a node says.
   *
   * @param node its name
   * @param text JSON
   */
  record Part(String node, String text) {}

  /** A thing of a list, and its node. */
  private record Element(String node, Map<String, RawJson> members) {
    /** A member that is a text; empty where there is none. */
    String text(String name) {
      RawJson value = members.get(name);
      String text = value == null ? "" : value.text();
      return text.length() > 1 && text.startsWith("\"") ? text.substring(1, text.length() - 1) : "";
    }

    /** A member that is a time; the earliest one where it is none. */
    Instant time(String name) {
      String text = text(name);
      return text.isEmpty() ? Instant.MIN : Instant.parse(text);
    }

    RawJson json() {
      Map<String, Object> all = new LinkedHashMap<>(members);
      all.put(NODE, node);
      return new RawJson(JsonText.of(all));
    }
  }

  /**
   * Lists as one, in the order of a text that their elements have.
   *
   * @throws BadBodyException where a text isn't what it should be
   */
  static String byText(List<Part> lists, String member) {
    return list(
        all(lists)
            .sorted(
                Comparator.comparing((Element each) -> each.text(member))
                    .thenComparing(Element::node)));
  }

  /**
   * Lists as one, one after the other.
   *
   * @throws BadBodyException where a text isn't what it should be
   */
  static String inTurn(List<Part> lists) {
    return list(all(lists));
  }

  /**
   * Objects as one: numbers are added, and what isn't so with all of them isn't so; the rest is the
   * first one's.
   *
   * @throws BadBodyException where a text isn't what it should be
   */
  static String added(List<Part> objects) {
    Map<String, RawJson> result = new LinkedHashMap<>();
    for (Part object : objects) {
      JsonMembers.of(object.text())
          .forEach((name, value) -> result.merge(name, value, MergedAnswers::added));
    }
    return JsonText.of(result);
  }

  private static RawJson added(RawJson one, RawJson other) {
    if (NUMBER.matcher(one.text()).matches() && NUMBER.matcher(other.text()).matches()) {
      return new RawJson(Long.toString(Long.parseLong(one.text()) + Long.parseLong(other.text())));
    }
    return other.text().equals("false") ? other : one;
  }

  /**
   * Lists of events as one, the newest first.
   *
   * @param most how many of them
   * @throws BadBodyException where a text isn't what it should be
   */
  static String newestFirst(List<Part> lists, int most) {
    return list(
        all(lists)
            .sorted(
                Comparator.comparing((Element each) -> each.time("started_at"))
                    .thenComparing(each -> each.text("id"))
                    .reversed())
            .limit(most));
  }

  /**
   * Objects as one: their lists are joined in the order of time, the rest is the first one's. Where
   * one says with {@code next} that it has more from a time on, none of a later one is given.
   *
   * @throws BadBodyException where a text isn't what it should be
   */
  static String byTime(List<Part> objects) {
    List<Element> all =
        objects.stream()
            .map(part -> new Element(part.node(), JsonMembers.of(part.text())))
            .toList();
    Optional<Instant> next =
        all.stream()
            .map(each -> each.time("next"))
            .filter(time -> !time.equals(Instant.MIN))
            .min(Comparator.naturalOrder());
    Map<String, Object> result = new LinkedHashMap<>();
    all.getFirst()
        .members()
        .forEach(
            (name, value) ->
                result.put(name, value.text().startsWith("[") ? joined(all, name, next) : value));
    next.ifPresent(time -> result.put("next", time));
    return JsonText.of(result);
  }

  private static RawJson joined(List<Element> objects, String name, Optional<Instant> before) {
    List<Part> lists = new ArrayList<>();
    for (Element object : objects) {
      RawJson list = object.members().get(name);
      if (list != null) {
        lists.add(new Part(object.node(), list.text()));
      }
    }
    return new RawJson(
        list(
            all(lists)
                .filter(each -> before.map(end -> each.time("from").isBefore(end)).orElse(true))
                .sorted(
                    Comparator.comparing((Element each) -> each.time("from"))
                        .thenComparing(each -> each.time("began-at")))));
  }

  private static Stream<Element> all(List<Part> lists) {
    return lists.stream()
        .flatMap(
            part ->
                JsonMembers.elements(part.text()).stream()
                    .map(each -> new Element(part.node(), JsonMembers.of(each.text()))));
  }

  private static String list(Stream<Element> elements) {
    return JsonText.of(elements.map(Element::json).toList());
  }
}
