package sluice.stage.objects;

import java.util.List;
import java.util.concurrent.CompletionStage;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Picture;
import sluice.core.scene.ClassifySettings;

/**
 * The port of a second model that is asked of objects. It is asked, and its answers are taken, by
 * one thread at a time; it answers from any.
 */
public interface ObjectClassifier {

  /** Of which objects it is asked, and how often. */
  ClassifySettings settings();

  /**
   * Asks of an object, unless all of its requests are at work. Never waits.
   *
   * @param object its number
   * @param weight of the answer, above 0
   * @param picture borrowed during the call
   * @param box where the object is
   * @return whether there will be an answer
   * @throws sluice.core.SluiceException when the picture can't be converted
   */
  boolean ask(long object, double weight, Picture picture, Box box);

  /** The answers that have come since this was asked last. */
  List<Answer> takeAnswers();

  /** Completes, never fails, when no answer is to come any more, were nothing asked from now on. */
  CompletionStage<Void> idle();

  /**
   * What the model says of an object.
   *
   * @param object its number
   * @param weight with which it was asked
   * @param attributes what it says
   */
  record Answer(long object, double weight, List<Attribute> attributes) {}
}
