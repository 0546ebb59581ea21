package sluice.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import sluice.testing.ServiceChild;

/**
 * Fuzz target of the API of a whole service in a process of its own, with streams that run, of
 * which cases touch but one. Every answer must be one that is planned, in its form, in time; the
 * service must go on.
 */
final class HttpTarget implements FuzzTarget {
  private static final int DEADLINE_MILLIS = 15_000;
  private static final int HEALTH_EVERY = 50;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
  private static final Pattern PROBLEM = Pattern.compile("urn:sluice:problem:([a-z-]+)");

  /** What the service may be too busy for, or not have yet. */
  private static final Set<String> PLANNED_503 =
      Set.of("no-picture", "too-many-probes", "too-many-watchers");

  private final Path folder;
  private final String clip;
  private final ServiceChild service;
  private final List<HttpRoute> routes;
  private final List<String> facts = new ArrayList<>();
  private long logged;

  /**
   * Starts a service, and waits until it is ready.
   *
   * @param folder for its files
   * @param model of the streams that run
   * @param clip that they run on
   */
  HttpTarget(Path folder, Path model, Path clip) throws IOException {
    this.folder = folder;
    this.clip = clip.toString();
    Path file =
        Files.writeString(
            folder.resolve("service.conf"),
            """
            sluice {
              data-dir = "%1$s/data"
              models.tiny.model = "%2$s"
              defaults { model = tiny, loop = true, realtime = true }
              streams.lobby.source = "%3$s"
              streams.steady { source = "%3$s", detect-fps = 1 }
              security { hosts = [127.0.0.1], file-roots = ["%1$s"] }
              http { port = 0, limits { requests-per-second = 100000, max-streams = 4, idle-timeout = 20s } }
            }
            """
                .formatted(folder, model, clip));
    this.service = ServiceChild.start(file, folder.resolve("service.log"));
    String document = body(exchange(plain("GET", "/api/v1/openapi.json"), false));
    this.routes = HttpRoute.of(new ObjectMapper().readTree(document));
    Awaitility.await("the service is ready")
        .atMost(Duration.ofSeconds(60))
        .until(() -> exchange(plain("GET", "/health/ready"), false).startsWith("HTTP/1.1 200 "));
  }

  @Override
  public String run(long number, Random random) throws Exception {
    HttpCase sent = HttpCase.of(random, routes, clip);
    try {
      String answer = exchange(sent.bytes(), sent.rude());
      String outcome = judged(sent, answer);
      if (number % HEALTH_EVERY == 0) {
        requireHealth();
      }
      return outcome;
    } catch (SocketTimeoutException e) {
      throw kept(number, sent, Finding.of("no end of the answer in time"));
    } catch (Finding finding) {
      throw kept(number, sent, finding);
    }
  }

  private Finding kept(long number, HttpCase sent, Finding finding) throws IOException {
    Files.write(folder.resolve("case-" + number + ".txt"), sent.bytes());
    return finding;
  }

  private String judged(HttpCase sent, String answer) throws Finding {
    if (!service.isAlive()) {
      throw Finding.of("the service has ended: " + service.log());
    }
    if (answer.isEmpty()) {
      if (sent.whole()) {
        throw Finding.of("a request was not answered");
      }
      return "no answer";
    }
    if (answer.contains(HttpCase.MARK)) {
      throw Finding.of("a password is told: " + answer);
    }
    Matcher status = STATUS.matcher(answer);
    if (!status.lookingAt()) {
      throw Finding.of("an answer that is none: " + answer);
    }
    int first = Integer.parseInt(status.group(1));
    Matcher problem = PROBLEM.matcher(answer);
    String type = problem.find() ? problem.group(1) : "";
    boolean planned =
        first < 500
            || ((first == 501 || first == 505) && type.equals("bad-request"))
            || (first == 503 && PLANNED_503.contains(type));
    if (!planned) {
      throw Finding.of("an answer that is not planned: " + answer);
    }
    if (first != 100
        && (!answer.contains("X-Content-Type-Options: nosniff")
            || (first >= 400 && !answer.contains("Content-Type: application/problem+json")))) {
      throw Finding.of("an answer in the wrong form: " + answer);
    }
    return first + (first >= 400 && !type.isEmpty() ? " " + type : "");
  }

  private void requireHealth() throws IOException, Finding {
    for (String path : List.of("/health/live", "/health/ready", "/api/v1/streams/lobby")) {
      String answer = exchange(plain("GET", path), false);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw Finding.of("afterwards, " + path + " gives " + answer);
      }
    }
    String levels = "{\"ROOT\": \"info\"}";
    exchange(
        Damage.latin(
            new String(plain("PATCH", "/api/v1/log/levels"), StandardCharsets.ISO_8859_1)
                .replace(
                    "\r\n\r\n",
                    "\r\nContent-Type: application/json\r\nContent-Length: "
                        + levels.length()
                        + "\r\n\r\n"
                        + levels)),
        false);
    String log = service.log();
    String news = log.substring((int) Math.min(logged, log.length()));
    logged = log.length();
    if (news.contains("\tat ")
        || news.contains("of the API failed")
        || news.contains(HttpCase.MARK)) {
      throw Finding.of("the log says: " + news);
    }
  }

  private static byte[] plain(String method, String path) {
    return Damage.latin(
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".formatted(method, path));
  }

  /**
   * Sends, says no more, and reads until the server has closed; of endless answers the beginning.
   */
  private String exchange(byte[] bytes, boolean rude) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      long end = System.nanoTime() + DEADLINE_MILLIS * 1_000_000L;
      try {
        socket.getOutputStream().write(bytes);
        if (rude) {
          socket.setSoLinger(true, 0);
          return "";
        }
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[16_384];
        int read;
        while ((read = in.read(buffer)) >= 0) {
          answer.write(buffer, 0, read);
          if (System.nanoTime() > end) {
            throw new SocketTimeoutException();
          }
          if (isEndless(text(answer))) {
            break;
          }
        }
      } catch (SocketTimeoutException late) {
        throw late;
      } catch (SocketException reset) {
        // The server had enough of it; what it said before counts.
      }
    }
    return text(answer);
  }

  private static boolean isEndless(String answer) {
    return answer.contains("Content-Type: text/event-stream")
        || answer.contains("Content-Type: multipart/x-mixed-replace");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Override
  public void note(long done) {
    facts.add(
        "after %d: %d MB resident, %d threads, %d descriptors"
            .formatted(
                done,
                service.counted("VmRSS") / 1024,
                service.counted("Threads"),
                service.descriptors()));
  }

  @Override
  public List<String> facts() {
    return List.copyOf(facts);
  }

  @Override
  public void close() {
    service.close();
  }
}
