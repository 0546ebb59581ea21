package sluice.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;

class ComparedFramesTest {
  private final List<Integer> looked = new ArrayList<>();

  /** An input whose one object is in this frame. */
  private List<List<Detection>> read(int frames, int objectIn) {
    looked.add(frames);
    Detection object = new Detection(1, "person", 0.9f, new Box(0, 0, 1, 1));
    return IntStream.range(0, frames)
        .mapToObj(i -> i == objectIn ? List.of(object) : List.<Detection>of())
        .toList();
  }

  @Test
  void theFirstFrames_areEnough_whereSomethingIsInThem() {
    assertThat(ComparedFrames.search(20, frames -> read(frames, 19))).hasSize(20);
    assertThat(looked).containsExactly(20);
  }

  @Test
  void moreFrames_areLookedAt_untilSomethingIsInThem() {
    List<List<Detection>> found = ComparedFrames.search(20, frames -> read(frames, 70));

    assertThat(looked).containsExactly(20, 40, 80);
    assertThat(ComparedFrames.areEmpty(found)).isFalse();
  }

  @Test
  void thatEnds_whereThereIsNothing() {
    List<List<Detection>> found = ComparedFrames.search(300, frames -> read(frames, -1));

    assertThat(looked).containsExactly(300, 600, 1200, ComparedFrames.MOST);
    assertThat(ComparedFrames.areEmpty(found)).isTrue();
  }
}
