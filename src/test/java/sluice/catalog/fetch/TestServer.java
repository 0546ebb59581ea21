package sluice.catalog.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scripted HTTP server whose responses a test gives byte for byte. */
public final class TestServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Handler handler;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Answers a request; the connection is closed afterwards. */
  public interface Handler {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * What was asked.
   *
   * @param line for example {@code GET /a HTTP/1.1}
   * @param headers by their names in lower case
   */
  public record Request(String line, Map<String, String> headers) {
    /** The path that was asked for. */
    public String path() {
      return line.split(" ")[1];
    }

    /** A header, or nothing. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The first byte that was asked for. */
    int from() {
      String range = header("range");
      return range.isEmpty() ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }
  }

  /** A server on a port of its own. */
  public TestServer(Handler handler) throws IOException {
    this.handler = handler;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("test-server").start(this::accept);
  }

  /** Its address, without a slash at the end. */
  public String address() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The requests so far. */
  public List<Request> requests() {
    return requests;
  }

  /** A whole answer with its length. */
  public static void send(OutputStream out, String status, String headers, byte[] body)
      throws IOException {
    head(out, status, headers + "Content-Length: " + body.length + "\r\n");
    out.write(body);
  }

  /** The beginning of an answer; headers end in line feeds. */
  static void head(OutputStream out, String status, String headers) throws IOException {
    String text = "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n";
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /** The rest of a file from where it was asked for, as servers do that know ranges. */
  public static void sendRange(OutputStream out, Request request, String tag, byte[] file)
      throws IOException {
    int from = request.from();
    byte[] rest = Arrays.copyOfRange(file, from, file.length);
    String headers = "ETag: " + tag + "\r\n";
    if (from == 0) {
      send(out, "200 OK", headers, rest);
    } else {
      String range = "Content-Range: bytes %d-%d/%d\r\n";
      String part = range.formatted(from, file.length - 1, file.length);
      send(out, "206 Partial Content", headers + part, rest);
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String next = in.readLine(); next != null && !next.isEmpty(); next = in.readLine()) {
        String[] parts = next.split(": ", 2);
        headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
      }
      Request request = new Request(line, headers);
      requests.add(request);
      handler.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException | InterruptedException e) {
      // The client has had enough.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
