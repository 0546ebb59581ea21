package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates with their keys, made by Java's keytool; a second or less for each. */
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final Path store;

  /** Keeps them in a folder. */
  public TestCertificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("keys.p12");
  }

  /**
   * Makes a certificate.
   *
   * @param alias names it; its subject is {@code CN=alias}
   * @param options further ones of {@code keytool -genkeypair}, such as {@code -signer ca -ext
   *     san=dns:cam.example}
   */
  public TestCertificates make(String alias, String options) throws Exception {
    return make(alias, alias, List.of("EC", "-groupname", "secp256r1"), options);
  }

  /**
   * Makes a certificate with an RSA key.
   *
   * @param name its subject is {@code CN=name}
   * @param options as those of {@link #make(String, String)}
   */
  public TestCertificates makeRsa(String alias, String name, String options) throws Exception {
    return make(alias, name, List.of("RSA", "-keysize", "2048"), options);
  }

  private TestCertificates make(String alias, String name, List<String> algorithm, String options)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
    command.add("-keyalg");
    command.addAll(algorithm);
    Arrays.stream(options.split(" ")).filter(each -> !each.isEmpty()).forEach(command::add);
    Path log = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return this;
  }

  /** The PKCS #12 file with all of them and their keys; its password is {@code changeit}. */
  public Path store() {
    return store.toAbsolutePath();
  }

  /** A certificate. */
  public X509Certificate get(String alias) throws Exception {
    return (X509Certificate) keys().getCertificate(alias);
  }

  /** A PEM file with a certificate. */
  public Path pem(String alias) throws Exception {
    return Files.writeString(
        folder.resolve(alias + ".pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(get(alias).getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  /** A PEM file with a certificate's private key, without a password. */
  public Path key(String alias) throws Exception {
    return Files.writeString(
        folder.resolve(alias + "-key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys().getKey(alias, PASSWORD).getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  /** TLS of a server that shows a certificate and those that signed it. */
  public SSLContext server(String alias) throws Exception {
    KeyStore all = keys();
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, PASSWORD);
    one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore keys() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }
}
