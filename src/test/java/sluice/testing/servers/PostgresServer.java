package sluice.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.testing.FreePort;
import sluice.testing.TestCertificates;

/**
 * A server of PostgreSQL on loopback, of the newest version that is installed where Debian installs
 * it; tests are skipped where there is none. It refuses to run as root: then it runs as another
 * user, who owns its folder. Its superuser {@code postgres} needs no password; {@value #USER} does,
 * and owns the database {@code sluice}; {@value #CLEAR_USER} is asked for it in clear text.
 */
public final class PostgresServer implements TestServer {
  /** A user with a password. */
  public static final String USER = "alice";

  /** A user that the server asks for the password as it is. */
  public static final String CLEAR_USER = "clara";

  /** The password of both, with what must be quoted. */
  public static final String PASSWORD = "a 'secret\" of 16";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String USER_IN_PLACE_OF_ROOT = "nobody";
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path programs;
  private final Path folder;
  private final int port = FreePort.ofLoopback();
  private final boolean isTls;
  private final boolean isRoot;
  private boolean isDurable;
  private @Nullable Process process;

  /** One without TLS; it isn't started. */
  public PostgresServer() {
    this(null, "");
  }

  /**
   * One with TLS; it isn't started.
   *
   * @param certificates with that of the server; null for no TLS
   * @param alias of the server's certificate
   */
  public PostgresServer(@Nullable TestCertificates certificates, String alias) {
    Optional<Path> installed = installed();
    assumeTrue(
        installed.isPresent(), "no server of PostgreSQL: install Debian's package postgresql");
    this.programs = installed.orElseThrow();
    this.isTls = certificates != null;
    try {
      this.folder = Files.createTempDirectory("postgres-server");
      this.isRoot = Files.getAttribute(folder, "unix:uid").equals(0);
      giveAway(folder);
      run("initdb", "-D", data().toString(), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8");
      Files.writeString(
          data().resolve("pg_hba.conf"),
          """
          host all %s 127.0.0.1/32 scram-sha-256
          host all %s 127.0.0.1/32 password
          host all all 127.0.0.1/32 trust
          """
              .formatted(USER, CLEAR_USER));
      if (certificates != null) {
        writeCertificates(certificates, alias);
      }
    } catch (Exception e) {
      throw new IllegalStateException("no server could be set up", e);
    }
  }

  private static Optional<Path> installed() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(VERSIONS)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Comparator.comparing(bin -> Integer.valueOf(bin.getName(3).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeCertificates(TestCertificates certificates, String alias) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = "changeit".toCharArray();
    try (InputStream in = Files.newInputStream(certificates.store())) {
      keys.load(in, password);
    }
    StringBuilder chain = new StringBuilder();
    for (Certificate each : keys.getCertificateChain(alias)) {
      chain.append(pem("CERTIFICATE", each.getEncoded()));
    }
    Path key = folder.resolve("server.key");
    Files.writeString(folder.resolve("server.crt"), chain);
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey(alias, password).getEncoded()));
    assertThat(key.toFile().setReadable(false, false)).isTrue();
    assertThat(key.toFile().setReadable(true, true)).isTrue();
    giveAway(key);
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(der));
  }

  private void giveAway(Path file) throws IOException {
    if (isRoot) {
      Files.setOwner(
          file,
          file.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(USER_IN_PLACE_OF_ROOT));
    }
  }

  /** Has it force transactions to the disk, as servers do that are not for tests. */
  public void makeDurable() {
    isDurable = true;
  }

  @Override
  public void start() {
    List<String> words = new ArrayList<>(List.of("-D", data().toString(), "-p", "" + port));
    words.addAll(List.of("-k", folder.toString(), "-h", "127.0.0.1"));
    for (String setting :
        List.of(
            "fsync=" + isDurable, "shared_buffers=16MB", "max_connections=20", "ssl=" + isTls)) {
      words.addAll(List.of("-c", setting));
    }
    words.addAll(List.of("-c", "ssl_cert_file=" + folder.resolve("server.crt")));
    words.addAll(List.of("-c", "ssl_key_file=" + folder.resolve("server.key")));
    process = begin("postgres", words);
    await()
        .atMost(START_LIMIT)
        .failFast("the server has ended", () -> !process.isAlive())
        .until(() -> ended(begin("psql", psql("postgres", "SELECT 1"))) == 0);
    if (sql("SELECT 1 FROM pg_roles WHERE rolname = '%s'".formatted(USER), "postgres").isEmpty()) {
      for (String user : List.of(USER, CLEAR_USER)) {
        sql(
            "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user, PASSWORD.replace("'", "''")),
            "postgres");
      }
      createDatabase("sluice");
    }
  }

  /** Makes a database that {@link #USER} owns. */
  public void createDatabase(String name) {
    sql("CREATE DATABASE %s OWNER %s".formatted(name, USER), "postgres");
  }

  /**
   * Runs a statement as superuser, by PostgreSQL's own client.
   *
   * @return the rows that it gave, columns with {@code |} between
   */
  public List<String> sql(String statement, String database) {
    Path out = folder.resolve("psql.log");
    try {
      Files.deleteIfExists(out);
      assertThat(ended(begin("psql", psql(database, statement)))).as(statement).isZero();
      return Files.readAllLines(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssertionError e) {
      throw new AssertionError(log(), e);
    }
  }

  private List<String> psql(String database, String statement) {
    return List.of(
        "-X",
        "-q",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "127.0.0.1",
        "-p",
        "" + port,
        "-U",
        "postgres",
        "-d",
        database,
        "-c",
        statement);
  }

  @Override
  public void kill() {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    List<ProcessHandle> children = running.descendants().toList();
    running.destroyForcibly().onExit().join();
    // They end by themselves without the first one, and hold its memory until then.
    for (ProcessHandle child : children) {
      child.onExit().orTimeout(2, TimeUnit.SECONDS).exceptionally(late -> child).join();
      if (child.destroyForcibly()) {
        child.onExit().join();
      }
    }
  }

  /** Stops all its processes as SIGSTOP does: connections stay, and nothing is answered. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the server doesn't run");
    }
    List<String> command = new ArrayList<>(List.of("kill", "-" + name, "" + running.pid()));
    running.descendants().forEach(child -> command.add("" + child.pid()));
    try {
      assertThat(ended(new ProcessBuilder(command).start())).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address of a database, for the driver. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Machine and port. */
  public String place() {
    return "127.0.0.1:" + port;
  }

  @Override
  public String sinkSettings() {
    return "type = sql, url = \"%s\", user = postgres".formatted(url("sluice"));
  }

  @Override
  public List<String> received(String stream) {
    return received("sluice", stream);
  }

  /** The same of another database; within a table in the order of arrival. */
  public List<String> received(String database, String stream) {
    List<String> all = new ArrayList<>();
    for (String table : List.of("frames", "events", "states")) {
      all.addAll(
          sql(
              "SELECT message_id FROM %s WHERE stream = '%s' ORDER BY ctid"
                  .formatted(table, stream),
              database));
    }
    return all;
  }

  @Override
  public void close() {
    kill();
    ServerResources.delete(folder);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String log() {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("initdb", "postgres", "psql")) {
      try {
        text.append(Files.readString(folder.resolve(name + ".log"), StandardCharsets.UTF_8));
      } catch (IOException e) {
        text.append("no log of ").append(name);
      }
    }
    return text.toString();
  }

  private void run(String program, String... words) {
    assertThat(ended(begin(program, List.of(words)))).as(log()).isZero();
  }

  private Process begin(String program, List<String> words) {
    List<String> command = new ArrayList<>();
    if (isRoot) {
      command.addAll(
          List.of(
              "setpriv", "--reuid=" + USER_IN_PLACE_OF_ROOT, "--regid=65534", "--clear-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()));
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int ended(Process process) {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
