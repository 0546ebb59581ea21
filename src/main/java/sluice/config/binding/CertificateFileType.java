package sluice.config.binding;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.util.PemCertificates;

/** Type of a file with certificates: it is read, to see that there are some. */
public record CertificateFileType() implements TextualType<Path> {
  private static final PathType FILE = PathType.file(PemCertificates.EXPECTED);

  @Override
  public JavaType type() {
    return JavaType.of(Path.class);
  }

  @Override
  public @Nullable Path read(ConfigNode node) {
    Path file = FILE.read(node);
    if (file == null) {
      return null;
    }
    try {
      PemCertificates.read(file);
      return file;
    } catch (CertificateException e) {
      return node.refuse(
          ConfigNode.printable(file + ": " + e.getMessage()), expected(), Optional.empty());
    }
  }

  @Override
  public String expected() {
    return FILE.expected();
  }
}
