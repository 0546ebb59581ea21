package sluice.video.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.PemCertificates;

/**
 * The authorities that are trusted: the system's, and those of a file. A bundle of a hundred takes
 * a while to read, so what was read is kept until a file changes; for the files that were used last
 * only. Thread-safe.
 */
final class Authorities {
  private static final int KEPT = 8;

  private static final Map<Key, X509ExtendedTrustManager> CACHE =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, X509ExtendedTrustManager> eldest) {
              return size() > KEPT;
            }
          });

  /** What was read: the files as they were. */
  private record Key(Optional<Version> system, Optional<Version> file) {}

  /** A file's content as far as its times and size tell it. */
  private record Version(Path file, @Nullable FileTime modified, long size) {
    static Version of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(file, now.lastModifiedTime(), now.size());
      } catch (IOException e) {
        return new Version(file, null, 0); // reading it tells why
      }
    }
  }

  private Authorities() {}

  /**
   * Checks servers by the system's authorities and those of a file.
   *
   * @throws SluiceException for a file that can't be used
   */
  static X509ExtendedTrustManager of(Optional<Path> bundle, Optional<Path> file) {
    Key key = new Key(bundle.map(Version::of), file.map(Version::of));
    X509ExtendedTrustManager known = CACHE.get(key);
    if (known == null) {
      known = read(bundle, file);
      CACHE.put(key, known);
    }
    return known;
  }

  private static X509ExtendedTrustManager read(Optional<Path> bundle, Optional<Path> file) {
    try {
      List<X509Certificate> all = new ArrayList<>();
      if (file.isPresent()) {
        all.addAll(certificates(file.get(), PemCertificates::read));
      }
      if (bundle.isPresent()) {
        all.addAll(certificates(bundle.get(), PemCertificates::readKnown));
      } else {
        all.addAll(List.of(manager(null).getAcceptedIssuers()));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate each : all) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      return manager(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e); // kept in memory, by algorithms that each Java has
    }
  }

  /** Reads certificates from a file. */
  @FunctionalInterface
  private interface Reader {
    List<X509Certificate> read(Path file) throws CertificateException;
  }

  private static List<X509Certificate> certificates(Path file, Reader reader) {
    try {
      return reader.read(file);
    } catch (CertificateException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          "can't use the authorities' file %s: %s (expected: %s)"
              .formatted(file, e.getMessage(), PemCertificates.EXPECTED),
          e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager manager) {
        return manager;
      }
    }
    throw new GeneralSecurityException("no check of certificates");
  }
}
