package sluice.stage.objects;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.CropSkipCause;
import sluice.core.Picture;
import sluice.core.StreamObserver;

/**
 * Decides when a second model is asked of an object: at first, and again when it shows much better,
 * or as well where the answers so far differ, within a budget. Joins its answers. For one thread.
 */
final class ClassifierQueue {
  private static final int MOST_QUESTIONS = 3;
  private static final double MUCH_BETTER = 1.3;
  private static final double NANOS = 1e9;
  private static final long LEAST_BETWEEN = 1_000_000_000L;

  private final ObjectClassifier classifier;
  private final StreamObserver observer;
  private final Map<Long, Questions> asked = new HashMap<>();
  private double tokens = 1;
  private long filledAt = Long.MIN_VALUE;

  ClassifierQueue(ObjectClassifier classifier, StreamObserver observer) {
    this.classifier = classifier;
    this.observer = observer;
  }

  /** What was asked of one object. */
  private static final class Questions {
    private final AttributeVotes votes = new AttributeVotes();
    private int count;
    private long at;
    private double quality;
    private boolean saidSmall;
  }

  ObjectClassifier classifier() {
    return classifier;
  }

  /**
   * Asks of an object, if that is due.
   *
   * @param quality how well the picture shows it, above 0
   * @param time of the media, in nanoseconds
   */
  void offer(long object, String label, Picture picture, Box box, double quality, long time) {
    if (!classifier.settings().concerns(label)) {
      return;
    }
    Questions questions = asked.computeIfAbsent(object, _ -> new Questions());
    if (!isDue(questions, quality, time)) {
      return;
    }
    if (box.height() < classifier.settings().minSize()) {
      if (!questions.saidSmall) {
        questions.saidSmall = true;
        skipped(CropSkipCause.SMALL);
      }
    } else if (!hasBudget(time)) {
      skipped(CropSkipCause.BUDGET);
    } else if (classifier.ask(object, quality, picture, box)) {
      tokens--;
      questions.count++;
      questions.at = time;
      questions.quality = quality;
    } else {
      skipped(CropSkipCause.BUSY);
    }
  }

  private static boolean isDue(Questions questions, double quality, long time) {
    if (questions.count == 0) {
      return true;
    }
    boolean better =
        quality > MUCH_BETTER * questions.quality
            || (questions.votes.differ() && quality >= questions.quality);
    return better && questions.count < MOST_QUESTIONS && time - questions.at >= LEAST_BETWEEN;
  }

  /** A token bucket of the media's time, which holds what a second gives. */
  private boolean hasBudget(long time) {
    double budget = classifier.settings().budget();
    double most = Math.max(1, budget);
    if (filledAt == Long.MIN_VALUE || time < filledAt) {
      tokens = most;
    } else {
      tokens = Math.min(most, tokens + (time - filledAt) / NANOS * budget);
    }
    filledAt = time;
    return tokens >= 1;
  }

  private void skipped(CropSkipCause cause) {
    observer.cropSkipped(classifier.settings().model(), cause);
  }

  /** Takes the answers that have come, and hands on what is known of each object then. */
  void takeAnswers(AnswerReceiver receiver) {
    for (ObjectClassifier.Answer answer : classifier.takeAnswers()) {
      Questions questions = asked.get(answer.object());
      if (questions == null) {
        skipped(CropSkipCause.GONE);
      } else {
        questions.votes.add(answer.attributes(), answer.weight());
        receiver.known(answer.object(), questions.votes.result());
      }
    }
  }

  /** Gets what is known of an object. */
  @FunctionalInterface
  interface AnswerReceiver {
    void known(long object, List<Attribute> attributes);
  }

  /** An object has ended. */
  void forget(long object) {
    asked.remove(object);
  }
}
