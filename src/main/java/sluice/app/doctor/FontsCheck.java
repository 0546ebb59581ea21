package sluice.app.doctor;

import java.util.List;
import sluice.core.SluiceException;
import sluice.video.VideoLibraries;
import sluice.video.image.Canvas;

/** Whether labels can be drawn. Their letters are OpenCV's own: no fonts of the system are used. */
final class FontsCheck implements DoctorCheck {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 120;
  private static final String SAMPLE = "Sluice";

  @Override
  public String name() {
    return "fonts";
  }

  @Override
  public List<Finding> run() {
    try {
      VideoLibraries.openCv();
    } catch (SluiceException e) {
      return List.of(Finding.warning("not known without OpenCV's libraries", "see video"));
    }
    return List.of(judge(draws()));
  }

  static Finding judge(boolean draws) {
    return draws
        ? Finding.ok(
            "none are needed: labels are drawn with OpenCV's own letters, which are ASCII; others"
                + " become question marks in pictures, not in data")
        : Finding.problem(
            "OpenCV draws no letters", "unpack the distribution for this platform anew");
  }

  /** Whether a text leaves more on a picture than an empty one does. */
  private static boolean draws() {
    try (Canvas text = new Canvas(WIDTH, HEIGHT);
        Canvas blank = new Canvas(WIDTH, HEIGHT)) {
      text.drawBottom(List.of(SAMPLE));
      blank.drawBottom(List.of(" ".repeat(SAMPLE.length())));
      return text.pixels().mismatch(blank.pixels()) >= 0;
    }
  }
}
