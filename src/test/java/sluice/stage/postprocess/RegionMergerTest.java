package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.Predictions;

class RegionMergerTest {
  private static final Box WHOLE = new Box(0, 0, 1, 1);
  private static final Box LEFT = new Box(0, 0, 0.6f, 1);
  private static final Box RIGHT = new Box(0.4f, 0, 1, 1);

  private static Detection person(
      double confidence, double left, double top, double right, double bottom) {
    return labelled(0, confidence, left, top, right, bottom);
  }

  private static Detection labelled(
      int label, double confidence, double left, double top, double right, double bottom) {
    Box box = new Box((float) left, (float) top, (float) right, (float) bottom);
    return new Detection(label, "class " + label, (float) confidence, box);
  }

  /** What is left of detections in the left and the right region. */
  private static List<Detection> halves(List<Detection> left, List<Detection> right) {
    return merge(List.of(LEFT, RIGHT), List.of(left, right));
  }

  private static List<Detection> merge(List<Box> regions, List<List<Detection>> found) {
    return RegionMerger.merge(regions, found.stream().map(Predictions::ofDetections).toList())
        .detections();
  }

  @Test
  void oneRegion_isLeftAsItIs() {
    Predictions found =
        Predictions.ofDetections(
            List.of(person(0.9, 0, 0, 1, 1), person(0.8, 0, 0, 1, 1), person(0.95, 0, 0, 1, 1)));

    assertThat(RegionMerger.merge(List.of(LEFT), List.of(found))).isSameAs(found);
  }

  @Test
  void objectThatBothRegionsShow_isToldOnce_byTheMoreConfident() {
    Detection first = person(0.8, 0.45, 0.1, 0.55, 0.5);
    Detection second = person(0.9, 0.452, 0.1, 0.552, 0.5);

    assertThat(halves(List.of(first), List.of(second))).containsExactly(second);
  }

  @Test
  void objectAcrossTheBorder_isTheWholeOne_howeverConfidentItsPartIs() {
    Detection whole = person(0.6, 0.3, 0.1, 0.55, 0.5);
    Detection part = person(0.95, 0.402, 0.1, 0.55, 0.5);

    assertThat(halves(List.of(whole), List.of(part))).containsExactly(whole);
  }

  @Test
  void partOfAnObject_thatIsSmallInIt_goes() {
    Detection whole = person(0.5, 0.1, 0.1, 0.58, 0.9);
    Detection part = person(0.9, 0.4, 0.2, 0.5, 0.4);

    assertThat(halves(List.of(whole), List.of(part))).containsExactly(whole);
  }

  @Test
  void objectCutInBothRegions_isJoined() {
    Detection left = person(0.7, 0.2, 0.1, 0.6, 0.5);
    Detection right = person(0.8, 0.4, 0.12, 0.8, 0.5);

    assertThat(halves(List.of(left), List.of(right)))
        .containsExactly(person(0.8, 0.2, 0.1, 0.8, 0.5));
  }

  @Test
  void objectCutInFourRegions_isJoined() {
    List<Box> regions =
        List.of(
            new Box(0, 0, 0.6f, 0.6f),
            new Box(0.4f, 0, 1, 0.6f),
            new Box(0, 0.4f, 0.6f, 1),
            new Box(0.4f, 0.4f, 1, 1));

    List<Detection> merged =
        merge(
            regions,
            List.of(
                List.of(person(0.5, 0.2, 0.2, 0.6, 0.6)),
                List.of(person(0.6, 0.4, 0.2, 0.8, 0.6)),
                List.of(person(0.7, 0.2, 0.4, 0.6, 0.8)),
                List.of(person(0.8, 0.4, 0.4, 0.8, 0.8))));

    assertThat(merged).containsExactly(person(0.8, 0.2, 0.2, 0.8, 0.8));
  }

  @Test
  void objectAcrossThreeRegions_isOne_whicheverPartIsTheLeastConfident() {
    List<Box> regions =
        List.of(new Box(0, 0, 0.4f, 1), new Box(0.3f, 0, 0.7f, 1), new Box(0.6f, 0, 1, 1));

    for (double[] confidences :
        new double[][] {{0.9, 0.7, 0.8}, {0.9, 0.8, 0.7}, {0.7, 0.8, 0.9}, {0.8, 0.7, 0.9}}) {
      List<Detection> merged =
          merge(
              regions,
              List.of(
                  List.of(person(confidences[0], 0.2, 0.1, 0.4, 0.5)),
                  List.of(person(confidences[1], 0.3, 0.1, 0.7, 0.5)),
                  List.of(person(confidences[2], 0.6, 0.1, 0.8, 0.5))));

      assertThat(merged).containsExactly(person(0.9, 0.2, 0.1, 0.8, 0.5));
    }
  }

  @Test
  void cutObjectsOfOneRegion_stayTwo_whereAPartCouldBeOfBoth() {
    Detection one = person(0.9, 0.2, 0.1, 0.6, 0.5);
    Detection other = person(0.8, 0.25, 0.12, 0.6, 0.52);

    assertThat(halves(List.of(one, other), List.of(person(0.7, 0.4, 0.1, 0.8, 0.5))))
        .containsExactly(person(0.9, 0.2, 0.1, 0.8, 0.5), other);
  }

  @Test
  void whatIsFoundBesideTheRegion_isCutToIt_orGoes() {
    Detection across = person(0.9, 0.1, 0.2, 0.64, 0.5);
    Detection outside = person(0.8, 0.62, 0.2, 0.7, 0.5);

    assertThat(halves(List.of(across, outside), List.of()))
        .containsExactly(person(0.9, 0.1, 0.2, 0.6, 0.5));
  }

  @Test
  void masks_endAtTheRegionToo() {
    List<Point> inside =
        List.of(new Point(0.2f, 0.2f), new Point(0.5f, 0.2f), new Point(0.5f, 0.4f));
    List<Point> across =
        List.of(new Point(0.1f, 0.2f), new Point(0.7f, 0.2f), new Point(0.7f, 0.5f));
    List<Point> outside =
        List.of(new Point(0.65f, 0.3f), new Point(0.7f, 0.3f), new Point(0.7f, 0.4f));
    Detection found =
        person(0.9, 0.1, 0.2, 0.7, 0.5).withShape(new Mask(List.of(across, inside, outside)));

    assertThat(halves(List.of(found), List.of()))
        .containsExactly(
            person(0.9, 0.1, 0.2, 0.6, 0.5)
                .withShape(
                    new Mask(
                        List.of(
                            List.of(
                                new Point(0.1f, 0.2f),
                                new Point(0.6f, 0.2f),
                                new Point(0.6f, 0.5f)),
                            inside))));
  }

  @Test
  void largeObjectThatTheWholePictureShows_winsOverItsPartsInTiles() {
    Detection whole = person(0.6, 0.05, 0.05, 0.95, 0.95);

    List<Detection> merged =
        merge(
            List.of(WHOLE, LEFT, RIGHT),
            List.of(
                List.of(whole),
                List.of(person(0.9, 0.05, 0.05, 0.6, 0.95), person(0.7, 0.4, 0.1, 0.6, 0.3)),
                List.of(person(0.8, 0.4, 0.05, 0.95, 0.95))));

    assertThat(merged).containsExactly(whole);
  }

  @Test
  void twoNearObjectsOfAClass_stayTwo() {
    Detection first = person(0.9, 0.42, 0.1, 0.5, 0.5);
    Detection second = person(0.8, 0.47, 0.1, 0.55, 0.5);

    assertThat(halves(List.of(first, second), List.of(first, second)))
        .containsExactly(first, second);
    assertThat(halves(List.of(first), List.of(second))).containsExactly(first, second);
  }

  @Test
  void childInFrontOfAnAdult_staysApart_whereBothAreWhole() {
    Detection adult = person(0.8, 0.42, 0.1, 0.58, 0.9);
    Detection child = person(0.9, 0.45, 0.5, 0.53, 0.9);

    assertThat(halves(List.of(adult), List.of(child))).containsExactly(child, adult);
  }

  @Test
  void objectsOfOneRegion_stayApart_whateverTheyCover() {
    Detection one = person(0.9, 0.1, 0.1, 0.3, 0.5);
    Detection other = person(0.8, 0.11, 0.1, 0.31, 0.5);

    assertThat(halves(List.of(one, other), List.of())).containsExactly(one, other);
  }

  @Test
  void classes_areKeptApart() {
    Detection person = labelled(0, 0.8, 0.45, 0.1, 0.55, 0.5);
    Detection bicycle = labelled(1, 0.9, 0.45, 0.1, 0.55, 0.5);

    assertThat(halves(List.of(person), List.of(bicycle))).containsExactly(bicycle, person);
  }

  @Test
  void edgesOfThePicture_cutNothing() {
    Detection atTheEdge = person(0.5, 0.9, 0, 1, 1);
    Detection moreConfident = person(0.6, 0.91, 0, 1, 1);

    assertThat(merge(List.of(WHOLE, RIGHT), List.of(List.of(atTheEdge), List.of(moreConfident))))
        .containsExactly(moreConfident);
  }

  @Test
  void objectsApart_stay_mostConfidentFirst() {
    Detection left = person(0.5, 0.1, 0.1, 0.2, 0.2);
    Detection cut = person(0.9, 0.5, 0.5, 0.6, 0.7);
    Detection right = person(0.7, 0.8, 0.1, 0.9, 0.2);

    assertThat(halves(List.of(left, cut), List.of(right))).containsExactly(cut, right, left);
  }

  @Test
  void shapesCannotBeJoined_theLargestPartStays() {
    KeyPoints points = new KeyPoints(List.of(new KeyPoint("nose", new Point(0.5f, 0.2f), 0.9f)));
    Detection larger = person(0.7, 0.1, 0.1, 0.6, 0.5).withShape(points);
    Detection smaller = person(0.8, 0.4, 0.1, 0.7, 0.5).withShape(points);

    assertThat(halves(List.of(larger), List.of(smaller))).containsExactly(larger);
  }

  @Test
  void brokenModel_givesNoMoreThanOneRegionMay() {
    List<Detection> many = new ArrayList<>();
    IntStream.range(0, 250)
        .forEach(i -> many.add(person(0.5, i / 500.0, 0, (i + 1) / 500.0, 0.001)));
    List<Detection> others =
        many.stream()
            .map(
                each ->
                    person(
                        0.5,
                        each.box().xMin() + 0.5,
                        each.box().yMin(),
                        each.box().xMax() + 0.5,
                        each.box().yMax()))
            .toList();

    assertThat(halves(many, others)).hasSize(NonMaximumSuppression.MOST);
  }
}
