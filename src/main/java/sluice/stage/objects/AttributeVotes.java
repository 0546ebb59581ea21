package sluice.stage.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.core.Attribute;

/**
 * What a second model said of an object, joined: of each attribute the value with the greatest sum
 * of confidences, each by the weight of its answer. For one thread.
 */
final class AttributeVotes {
  private final Map<String, Map<String, Vote>> votes = new LinkedHashMap<>();
  private double weights;

  private static final class Vote {
    private final int labelId;
    private double sum;

    Vote(int labelId) {
      this.labelId = labelId;
    }
  }

  /** Takes an answer in. */
  void add(List<Attribute> answer, double weight) {
    weights += weight;
    for (Attribute each : answer) {
      votes
              .computeIfAbsent(each.name(), _ -> new LinkedHashMap<>())
              .computeIfAbsent(each.label(), _ -> new Vote(each.labelId()))
              .sum +=
          weight * each.confidence();
    }
  }

  /** Whether answers named different values of an attribute. */
  boolean differ() {
    return votes.values().stream().anyMatch(values -> values.size() > 1);
  }

  /** The values that won, in the order of the model's attributes. */
  List<Attribute> result() {
    List<Attribute> won = new ArrayList<>(votes.size());
    votes.forEach(
        (name, values) -> {
          Map.Entry<String, Vote> best = null;
          for (Map.Entry<String, Vote> value : values.entrySet()) {
            if (best == null || value.getValue().sum > best.getValue().sum) {
              best = value;
            }
          }
          if (best != null) {
            float confidence = (float) Math.min(1, best.getValue().sum / weights);
            won.add(new Attribute(name, best.getValue().labelId, best.getKey(), confidence));
          }
        });
    return won;
  }
}
