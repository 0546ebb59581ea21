package sluice.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import sluice.config.settings.HttpConfig;

/**
 * A JVM that serves HTTPS, and asks for another handshake as a client. Whether a JVM refuses that
 * is settled when it uses TLS for the first time, which in the tests' own may have been before.
 */
final class RenegotiationChild {
  static final String REFUSED = "refused";

  private RenegotiationChild() {}

  /** Arguments: a folder to work in, and the PEM files of the certificate and its key. */
  public static void main(String[] arguments) throws Exception {
    HttpConfig.Tls files = new HttpConfig.Tls(Path.of(arguments[1]), Path.of(arguments[2]));
    try (TestService service =
            new TestService(Path.of(arguments[0]), TestHttpSettings.http().tls(files));
        SSLSocket socket = TlsTest.connect(service, "TLSv1.2")) {
      byte[] first = socket.getSession().getId();
      socket.getSession().invalidate(); // a resumed one would keep its name
      System.out.println(result(socket, first));
    }
    System.exit(0);
  }

  private static String result(SSLSocket socket, byte[] first) throws SocketTimeoutException {
    try {
      socket.startHandshake(); // begins another one
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      while (Arrays.equals(first, socket.getSession().getId())) {
        if (socket.getInputStream().read() < 0) {
          return REFUSED;
        }
      }
      return "made";
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return REFUSED;
    }
  }
}
