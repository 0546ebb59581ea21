package sluice.stage.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/**
 * Finds image files: those of a folder, not of its sub-folders, or those that match a glob. Files
 * are images by their extension; others, and hidden ones, are passed over. The order is the natural
 * one of their paths.
 */
final class ImageFiles {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff", "ppm", "pgm", "pnm", "tga", "jp2");

  private ImageFiles() {}

  /** Whether a path has characters of a glob. */
  static boolean isGlob(String path) {
    return indexOfGlob(path) < path.length();
  }

  /**
   * Checks a glob's syntax.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE}
   */
  static void requireValidGlob(String glob) {
    matcher(glob);
  }

  /**
   * The images of a folder.
   *
   * @param confined whether those that are links out of the folder are passed over; then paths have
   *     their links followed, so that what was looked at is what is opened
   * @throws SluiceException with {@link ErrorCode#INPUT} when it can't be read or has none
   */
  static List<Path> ofFolder(String folder, boolean confined) {
    List<Path> images = list(Path.of(folder), 1, path -> true, folder);
    return confined ? within(Path.of(folder), images) : images;
  }

  private static List<Path> within(Path folder, List<Path> images) {
    List<Path> inside = new ArrayList<>();
    try {
      Path root = folder.toRealPath();
      for (Path image : images) {
        Path real = image.toRealPath();
        if (real.startsWith(root)) {
          inside.add(real);
        }
      }
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.INPUT, folder + ": can't be read: " + FileFailure.reason(e), e);
    }
    if (inside.isEmpty()) {
      throw noImages(folder.toString());
    }
    return inside;
  }

  /**
   * The images that match a glob, in Java's syntax: {@code *} and {@code ?} within a name, {@code
   * **} across folders, {@code [a-c]}, {@code {jpg,png}}.
   *
   * @throws SluiceException with {@link ErrorCode#INPUT} when there are none
   */
  static List<Path> ofGlob(String glob) {
    String rest = glob.substring(rootLength(glob));
    Path root = Path.of(glob.substring(0, rootLength(glob)));
    int depth = rest.contains("**") ? Integer.MAX_VALUE : Path.of(rest).getNameCount();
    PathMatcher matcher = matcher(glob);
    return list(root, depth, path -> matcher.matches(root.relativize(path)), glob);
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(rootLength(glob)));
    } catch (PatternSyntaxException e) {
      throw new SluiceException(
          ErrorCode.USAGE,
          glob + ": " + e.getDescription() + " (expected: a path, or a glob like 'frames/*.jpg')",
          e);
    }
  }

  private static List<Path> list(Path root, int depth, PathMatcher wanted, String name) {
    Finder finder = new Finder(root, wanted);
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, finder);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.INPUT, name + ": can't be read: " + FileFailure.reason(e), e);
    }
    if (finder.found.isEmpty()) {
      throw noImages(name);
    }
    finder.found.sort(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE));
    return finder.found;
  }

  private static SluiceException noImages(String name) {
    return new SluiceException(
        ErrorCode.INPUT,
        name + ": no images found (expected: files that end in " + extensions() + ")");
  }

  private static String extensions() {
    return String.join(", ", EXTENSIONS.stream().sorted().toList());
  }

  /** Length of the folder that a glob starts in, with its slash. */
  private static int rootLength(String glob) {
    return glob.lastIndexOf('/', indexOfGlob(glob)) + 1;
  }

  private static int indexOfGlob(String path) {
    int index = 0;
    while (index < path.length() && "*?[{".indexOf(path.charAt(index)) < 0) {
      index++;
    }
    return index;
  }

  private static boolean isImage(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0
        && !name.startsWith(".")
        && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Collects images; what can't be looked into (no permission, a loop of links) is passed over. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path root;
    private final PathMatcher wanted;
    private final List<Path> found = new ArrayList<>();

    Finder(Path root, PathMatcher wanted) {
      this.root = root;
      this.wanted = wanted;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()
          && isImage(file.getFileName().toString())
          && wanted.matches(file)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(root)) {
        throw failure;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
