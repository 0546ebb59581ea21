package sluice.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import sluice.core.model.ClassifierHead;
import sluice.core.model.ClassifierHeads;

/** Reader of the heads of a classifier in a manifest. */
final class HeadList {
  private static final String LABELS = "the names of its scores, in their order";

  private HeadList() {}

  /**
   * Reads a list of heads; what is wrong with it becomes a problem of the manifest.
   *
   * @param key the member that has them
   */
  static ClassifierHeads read(ManifestObject top, String key) {
    List<ClassifierHead> heads = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ManifestObject members : top.objects(key, "name, activation, labels and what else")) {
      ClassifierHead head = head(members);
      List<String> told = head.multiLabel() ? head.labels() : List.of(head.name());
      for (String name : told) {
        if (!names.add(name)) {
          members.refuse(head.multiLabel() ? "labels" : "name", name, "another name than before");
        }
      }
      heads.add(head);
    }
    if (heads.isEmpty()) {
      top.refuse(key, "none", "a list of heads, at least one");
    }
    return new ClassifierHeads(heads);
  }

  private static ClassifierHead head(ManifestObject members) {
    String name = members.text("name", "the attribute that it tells");
    ClassifierHead head =
        new ClassifierHead(
            name,
            members.optionalText("output", "the name of an output of the model").orElse(name),
            members.word("activation", ClassifierHead.Activation.class),
            members.flag("multilabel"),
            members.has("threshold")
                ? OptionalDouble.of(members.number("threshold", 0, 1, "a number, 0 to 1"))
                : OptionalDouble.empty(),
            members.texts("labels", LABELS));
    if (head.labels().isEmpty() || head.labels().contains("")) {
      members.refuse("labels", "no name", LABELS);
    }
    members.refuseRest();
    return head;
  }
}
