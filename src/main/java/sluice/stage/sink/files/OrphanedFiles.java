package sluice.stage.sink.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.OutputPlace;

/**
 * Retention of the closed files of streams that write none in this process, for they were removed
 * or disabled before it began: they are found on the disk by the form of the file's path. For the
 * housekeeping's thread.
 */
public final class OrphanedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedFiles.class);
  private static final String ID = "id";
  private static final String STAMP = "(?:\\.\\d{8}T\\d{6}\\.\\d{3}Z)?";
  private static final String ENDING = "(?:\\.gz(?:\\.part)?)?";

  private final Path form;
  private final String placeholder;
  private final String idPattern;
  private final Function<String, RotationPolicy> policies;
  private final Housekeeping housekeeping;
  private final Map<Path, ClosedFiles> known = new HashMap<>();

  /**
   * Touches no file yet.
   *
   * @param form the path of the file that is being written, with a placeholder for the stream's id
   * @param placeholder stands for the id, at least once in the form
   * @param idPattern regular expression of ids, without groups
   * @param policies the policy of a stream's files, by its id
   * @param housekeeping knows the files that have an owner
   */
  public OrphanedFiles(
      String form,
      String placeholder,
      String idPattern,
      Function<String, RotationPolicy> policies,
      Housekeeping housekeeping) {
    this.form = Path.of(form).toAbsolutePath().normalize();
    this.placeholder = placeholder;
    this.idPattern = idPattern;
    this.policies = policies;
    this.housekeeping = housekeeping;
  }

  /** How often to look, where files are kept for this time. */
  public static Duration interval(Duration keepAge) {
    return RotatingFiles.interval(keepAge);
  }

  /** Deletes and compresses by the retention policy what has no owner. */
  public void tidy() {
    Set<String> ids = new TreeSet<>();
    try {
      find(form.getRoot(), 0, null, ids);
    } catch (IOException e) {
      LOG.warn("{}: files of earlier streams can't be looked for: {}", form, FileFailure.reason(e));
      return;
    }
    Optional<Instant> newest =
        ids.stream().map(policies).map(OrphanedFiles::changed).max(Instant::compareTo);
    for (String id : ids) {
      RotationPolicy policy = policies.apply(id);
      Path file = RotatingFiles.key(policy);
      if (housekeeping.isWatched(file) || OutputPlace.isDevice(file)) {
        known.remove(file);
      } else {
        ClosedFiles files =
            known.computeIfAbsent(file, _ -> new ClosedFiles(policy, housekeeping::timeSince));
        newest.ifPresent(files::evidence);
        files.tidy();
      }
    }
  }

  /**
   * When its newest file was changed: what other streams wrote shows, too, that time has passed.
   */
  private static Instant changed(RotationPolicy policy) {
    try {
      Path file = policy.file();
      return Files.isRegularFile(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.MIN;
    } catch (IOException e) {
      return Instant.MIN;
    }
  }

  /** Adds the ids for which the form's names from this one on are there. */
  private void find(Path folder, int index, @Nullable String id, Set<String> ids)
      throws IOException {
    boolean last = index == form.getNameCount() - 1;
    String name = form.getName(index).toString();
    if (!last && (id != null || !name.contains(placeholder))) {
      Path next = folder.resolve(id == null ? name : name.replace(placeholder, id));
      if (Files.isDirectory(next)) {
        find(next, index + 1, id, ids);
      }
      return;
    }
    Pattern pattern = Pattern.compile(last ? fileExpression(name, id) : expression(name, id));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Matcher matcher = pattern.matcher(entry.getFileName().toString());
        if (!matcher.matches()) {
          continue;
        }
        String found = id == null ? matcher.group(ID) : id;
        if (last) {
          ids.add(found);
        } else if (Files.isDirectory(entry)) {
          find(entry, index + 1, found, ids);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** The expression for the file that is being written and for those that were closed. */
  private String fileExpression(String name, @Nullable String id) {
    int dot = name.lastIndexOf('.');
    if (dot <= 0) {
      return expression(name, id) + STAMP + ENDING;
    }
    String stem = name.substring(0, dot);
    boolean idInStem = stem.contains(placeholder);
    return expression(stem, id) + STAMP + expression(name.substring(dot), id, idInStem) + ENDING;
  }

  private String expression(String name, @Nullable String id) {
    return expression(name, id, false);
  }

  /** The first placeholder is any id, where none is known yet; the others are the same one. */
  private String expression(String name, @Nullable String id, boolean found) {
    StringBuilder expression = new StringBuilder();
    boolean named = found;
    int from = 0;
    for (int at = name.indexOf(placeholder); at >= 0; at = name.indexOf(placeholder, from)) {
      expression.append(Pattern.quote(name.substring(from, at)));
      if (id != null) {
        expression.append(Pattern.quote(id));
      } else {
        expression.append(named ? "\\k<id>" : "(?<id>" + idPattern + ")");
      }
      named = true;
      from = at + placeholder.length();
    }
    return expression.append(Pattern.quote(name.substring(from))).toString();
  }
}
