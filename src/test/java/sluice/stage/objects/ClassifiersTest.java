package sluice.stage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.sink.Results.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Picture;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.ObjectPhase;
import sluice.core.scene.SceneSettings;

/** Second models, as the object stage asks them. */
class ClassifiersTest {

  /** A model that answers when the test says so. */
  private static final class FakeClassifier implements ObjectClassifier {
    private final ClassifySettings settings;
    private final List<Long> asked = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private boolean busy;

    FakeClassifier(double minSize, double budget, String... labels) {
      settings = new ClassifySettings("clothes", Set.of(labels), minSize, budget);
    }

    @Override
    public ClassifySettings settings() {
      return settings;
    }

    @Override
    public boolean ask(long object, double weight, Picture picture, Box box) {
      if (!busy) {
        asked.add(object);
      }
      return !busy;
    }

    void answer(long object, double weight, String color, float confidence) {
      answers.add(
          new Answer(object, weight, List.of(new Attribute("color", 0, color, confidence))));
    }

    @Override
    public List<Answer> takeAnswers() {
      List<Answer> taken = List.copyOf(answers);
      answers.clear();
      return taken;
    }

    @Override
    public CompletionStage<Void> idle() {
      return CompletableFuture.completedStage(null);
    }
  }

  private static SceneRun run(FakeClassifier classifier) {
    SceneSettings settings =
        new SceneSettings(Optional.of(true), Map.of(), Map.of(), ObjectSettings.DEFAULT);
    SceneRun run = new SceneRun(settings);
    run.stage.configure(settings, SceneRun.THRESHOLD, List.of(classifier));
    return run;
  }

  /** A person of a part of the picture's height. */
  private static Detection at(double x, double height) {
    return person(0.9f, (float) x, 0.4f, (float) x + 0.1f, (float) (0.4 + height));
  }

  @Test
  void objectIsAskedOnce_whenItIsToldFirst() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      run.frame(0, at(0.2, 0.3));
      assertThat(model.asked).isEmpty();
      for (int i = 1; i < 50; i++) {
        run.frame(i * 0.1, at(0.2, 0.3));
      }
      assertThat(model.asked).containsExactly(1L);
      assertThat(run.crops).isEmpty();
    }
  }

  @Test
  void objectIsAskedAgain_whenItShowsMuchBetter_threeTimesAndASecondApart() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      for (int i = 0; i < 200; i++) {
        run.frame(i * 0.1, at(0.2, 0.1 + 0.002 * i));
        assertThat(model.asked.size()).isLessThanOrEqualTo(1 + i / 10);
      }
      assertThat(model.asked).containsExactly(1L, 1L, 1L);
    }
  }

  @Test
  void objectThatShowsMuchBetterAtOnce_isAskedAgainASecondLater() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      for (int i = 0; i < 11; i++) {
        run.frame(i * 0.1, at(0.2, 0.1 + 0.02 * i));
      }
      assertThat(model.asked).containsExactly(1L);
      run.frame(1.15, at(0.2, 0.3));
      assertThat(model.asked).containsExactly(1L, 1L);
    }
  }

  @Test
  void answer_becomesAnUpdate_andStandsInResults() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      run.frame(0, at(0.2, 0.3));
      run.frame(0.1, at(0.2, 0.3));
      model.answer(1, 1, "red", 0.8f);
      Detection next = run.frame(0.2, at(0.2, 0.3)).detections().getFirst();
      assertThat(next.object().orElseThrow().attributes())
          .containsExactly(new Attribute("color", 0, "red", 0.8f));
      for (int i = 3; i < 15; i++) {
        run.frame(i * 0.1, at(0.2, 0.3));
      }
      assertThat(run.phases(1)).containsExactly(ObjectPhase.START, ObjectPhase.UPDATE);
      assertThat(run.told(SceneEvent.ObjectChanged.class).getLast().object().attributes())
          .hasSize(1);
    }
  }

  @Test
  void answers_areJoinedByWeight() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      run.frame(0, at(0.2, 0.3));
      run.frame(0.1, at(0.2, 0.3));
      model.answer(1, 0.2, "red", 0.9f);
      model.answer(1, 0.6, "blue", 0.5f);
      model.answer(1, 0.2, "blue", 0.5f);
      List<Attribute> joined =
          run.frame(0.2, at(0.2, 0.3)).detections().getFirst().object().orElseThrow().attributes();
      assertThat(joined)
          .singleElement()
          .satisfies(
              color -> {
                assertThat(color.label()).isEqualTo("blue");
                assertThat(color.confidence()).isCloseTo(0.4f, within());
              });
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-6f);
  }

  @Test
  void answersThatDiffer_areSettledByAnother() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      for (int i = 0; i < 40; i++) {
        run.frame(i * 0.1, at(0.2, 0.1 + 0.004 * Math.min(i, 15)));
        if (i == 5) {
          model.answer(1, 0.3, "red", 0.9f);
        } else if (i == 20) {
          assertThat(model.asked).containsExactly(1L, 1L);
          model.answer(1, 0.6, "blue", 0.9f);
        }
      }
      assertThat(model.asked).containsExactly(1L, 1L, 1L);
    }
  }

  @Test
  void budget_isThatOfTheMediasTime() {
    FakeClassifier model = new FakeClassifier(0.02, 1);
    try (SceneRun run = run(model)) {
      for (int i = 0; i < 20; i++) {
        run.frame(i * 0.1, at(0.1, 0.3), at(0.4, 0.3), at(0.7, 0.3));
      }
      assertThat(model.asked).containsExactly(1L, 2L);
      assertThat(run.crops).contains("clothes budget").doesNotContain("clothes busy");
    }
  }

  @Test
  void busyModel_isAskedAtTheNextFrame() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    model.busy = true;
    try (SceneRun run = run(model)) {
      run.frame(0, at(0.2, 0.3));
      run.frame(0.1, at(0.2, 0.3));
      assertThat(run.crops).containsExactly("clothes busy");
      model.busy = false;
      run.frame(0.2, at(0.2, 0.3));
      assertThat(model.asked).containsExactly(1L);
    }
  }

  @Test
  void smallObject_isCountedOnce_andAskedWhenItHasGrown() {
    FakeClassifier model = new FakeClassifier(0.2, 10);
    try (SceneRun run = run(model)) {
      for (int i = 0; i < 10; i++) {
        run.frame(i * 0.1, at(0.2, 0.1 + 0.015 * i));
      }
      assertThat(run.crops).containsExactly("clothes small");
      assertThat(model.asked).containsExactly(1L);
    }
  }

  @Test
  void otherLabels_areNotAsked() {
    FakeClassifier model = new FakeClassifier(0.02, 10, "car");
    try (SceneRun run = run(model)) {
      for (int i = 0; i < 10; i++) {
        run.frame(i * 0.1, at(0.2, 0.3));
      }
      assertThat(model.asked).isEmpty();
      assertThat(run.crops).isEmpty();
    }
  }

  @Test
  void answerAfterTheObjectsEnd_isCounted() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    try (SceneRun run = run(model)) {
      run.frame(0, at(0.2, 0.3));
      run.frame(0.1, at(0.2, 0.3));
      for (int i = 2; i < 50; i++) {
        run.frame(i * 0.1);
      }
      model.answer(1, 1, "red", 0.8f);
      run.frame(5);
      assertThat(run.crops).containsExactly("clothes gone");
    }
  }

  @Test
  void answersThatComeLast_areToldWithTheEnd() {
    FakeClassifier model = new FakeClassifier(0.02, 10);
    SceneRun run = run(model);
    run.frame(0, at(0.2, 0.3));
    run.frame(0.1, at(0.2, 0.3));
    model.answer(1, 1, "red", 0.8f);
    run.close();
    assertThat(run.told(SceneEvent.ObjectChanged.class).getLast())
        .satisfies(
            event -> {
              assertThat(event.phase()).isEqualTo(ObjectPhase.END);
              assertThat(event.object().attributes()).hasSize(1);
            });
  }
}
