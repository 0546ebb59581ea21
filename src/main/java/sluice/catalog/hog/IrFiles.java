package sluice.catalog.hog;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/**
 * The two files of a model in OpenVINO's intermediate representation. A process that sees the
 * {@code .xml} sees it whole, with its {@code .bin} beside it: other processes may write the same
 * model into the same folder at the same time, and a process may be killed in the middle.
 */
final class IrFiles {
  private IrFiles() {}

  /**
   * Writes what isn't there already.
   *
   * @param folder is made where it doesn't exist
   * @param name of the files, without their endings
   * @return the {@code .xml}
   * @throws SluiceException of code OUTPUT
   */
  static Path write(Path folder, String name, byte[] xml, byte[] weights) {
    Path xmlFile = folder.resolve(name + ".xml");
    Path weightsFile = folder.resolve(name + ".bin");
    try {
      Files.createDirectories(folder);
      if (!holds(weightsFile, weights)) {
        if (!holds(xmlFile, xml)) {
          // Of another version, or cut off: it must not be seen with weights that it wasn't written
          // for.
          Files.deleteIfExists(xmlFile);
        }
        replace(weightsFile, weights);
      }
      if (!holds(xmlFile, xml)) {
        replace(xmlFile, xml);
      }
      return xmlFile;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "model %s can't be written into folder %s: %s (expected: a folder that can be written; SLUICE_CACHE names another one)"
              .formatted(name, folder, FileFailure.reason(e)),
          e);
    }
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, content, StandardOpenOption.CREATE_NEW);
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
