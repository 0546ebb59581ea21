package sluice.video.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import sluice.video.tls.TlsClient;

/**
 * A TCP proxy on loopback for the connections of one input: FFmpeg connects to it, it connects to
 * the server. Each connection goes to the same address, whatever the server answers, with TLS by
 * Java where the source has it; a redirect is reported instead of followed.
 *
 * <p>HTTP may connect as often as it likes (each seek is a request), with a token in the header.
 * RTSP has one connection, after which the port is closed. Copying is done by virtual threads.
 * Thread-safe; whoever opened it closes it, after FFmpeg has closed its input.
 */
public final class InputProxy implements AutoCloseable {

  /** What is spoken over the proxy. */
  public enum Protocol {
    /** HTTP/1.x, a request on each connection. */
    HTTP,
    /** RTSP with media interleaved, on one connection. */
    RTSP,
    /**
     * The same for FFmpeg, on one connection; the server sends the media as datagrams beside its
     * own.
     */
    RTSP_DATAGRAMS
  }

  /** The lowest port of this machine that datagrams are received at. */
  public static final int LOWEST_DATAGRAM_PORT = DatagramPair.LOWEST_PORT;

  /** The highest one. */
  public static final int HIGHEST_DATAGRAM_PORT = DatagramPair.HIGHEST_PORT;

  /** Of one proxy at a time. */
  static final int MOST_CONNECTIONS = 4;

  private static final int FRAMING = 4;
  private static final String END = "\r\n\r\n";
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final Upstream upstream;
  private final Protocol protocol;
  private final Duration limit;
  private final @Nullable LoginTranslator login;
  private final LongAdder lost = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final Set<DatagramTransport> datagrams = ConcurrentHashMap.newKeySet();
  private final BodyStart body = new BodyStart();
  private final RequestGate gate = new RequestGate();
  private final ServerSocket listener;
  private final AtomicReference<@Nullable Socket> first;
  private final Set<Socket> waiting = ConcurrentHashMap.newKeySet();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String location;
  private volatile @Nullable String failure;
  private volatile boolean closed;

  private InputProxy(
      Upstream upstream, Protocol protocol, Duration limit, @Nullable Login login, Socket first)
      throws IOException {
    this.login = login == null ? null : new LoginTranslator(login);
    this.upstream = upstream;
    this.protocol = protocol;
    this.limit = limit;
    this.first = new AtomicReference<>(first);
    this.listener = ProxyPorts.listen(MOST_CONNECTIONS);
    OPEN.incrementAndGet();
  }

  /**
   * A proxy over a connection that exists already.
   *
   * @param first connected by {@link UpstreamConnector}; the proxy's from now on, also when this
   *     fails
   * @param limit for each later connection; zero for none
   * @param login to the server; null for none
   * @throws IOException when loopback has no port left
   */
  public static InputProxy over(
      Socket first, Upstream upstream, Protocol protocol, Duration limit, @Nullable Login login)
      throws IOException {
    try {
      InputProxy proxy = new InputProxy(upstream, protocol, limit, login, first);
      Thread.ofVirtual().name("sluice-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException | RuntimeException e) {
      ProxiedConnection.closeQuietly(first);
      throw e;
    }
  }

  /** Proxies of the whole process that are not closed yet; for tests. */
  public static int open() {
    return OPEN.get();
  }

  /** The port on loopback that FFmpeg is to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The header field, with its line end, that each request of HTTP has to hold. */
  public String field() {
    return gate.field();
  }

  /** Where the server redirected to, as it wrote it; the last one. */
  public Optional<String> location() {
    return Optional.ofNullable(location);
  }

  /** Why the connection to the server broke off, for the user; the last time that it did. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The names of the ways to log in that the server offers, where none of them is known here. */
  public Optional<String> unknownLogin() {
    return login == null ? Optional.empty() : login.unknown();
  }

  /** The first few KiB of what HTTP answered with, as far as they have come. */
  public byte[] bodyStart() {
    return body.bytes();
  }

  /** Whether HTTP answered with something of which the server gives no parts. */
  public boolean isWholeOnly() {
    return body.isWholeOnly();
  }

  /** Whether media is to come as datagrams, and none has come. */
  public boolean isWithoutDatagrams() {
    return protocol == Protocol.RTSP_DATAGRAMS && received.sum() == 0;
  }

  /** Packets of media that were sent as datagrams and did not come. */
  public long lostPackets() {
    return lost.sum();
  }

  private void accept() {
    try {
      do {
        Socket client = listener.accept();
        if (closed || waiting.size() + connections.size() >= MOST_CONNECTIONS) {
          ProxiedConnection.closeQuietly(client);
        } else {
          Thread.ofVirtual().name("sluice-proxy-requests").start(() -> serve(client));
        }
      } while (protocol == Protocol.HTTP);
    } catch (IOException e) {
      // closed: nobody connects any more
    } finally {
      closeListener();
    }
  }

  private void serve(Socket client) {
    waiting.add(client);
    try {
      client.setTcpNoDelay(true);
      byte[] header = new byte[0];
      if (protocol == Protocol.HTTP) {
        header = gate.admit(client.getInputStream());
        if (header.length == 0) {
          return;
        }
      }
      if (login != null && header.length > 0) {
        header = translated(header, login);
      }
      ProxiedConnection connection = connect(client);
      connection.run(header, relayOf(connection), connections::remove);
    } catch (IOException | RuntimeException e) {
      // The server is not there any more, or refused: FFmpeg is told by the close.
    } finally {
      ProxiedConnection.closeQuietly(client);
      waiting.remove(client);
    }
  }

  private ProxiedConnection connect(Socket client) throws IOException {
    Socket server = first.getAndSet(null);
    if (server == null) {
      Socket plain = Upstream.socket();
      waiting.add(plain);
      try {
        server = upstream.connect(plain, limit);
      } catch (IOException | RuntimeException e) {
        ProxiedConnection.closeQuietly(plain);
        throw e;
      } finally {
        waiting.remove(plain);
      }
    }
    ResponseWatcher watcher =
        new ResponseWatcher(protocol == Protocol.HTTP, found -> location = found, body);
    ProxiedConnection connection =
        new ProxiedConnection(client, server, watcher, e -> failure = TlsClient.reason(e));
    connections.add(connection);
    if (closed) {
      connection.close();
    }
    return connection;
  }

  private Relay relayOf(ProxiedConnection connection) {
    if (protocol == Protocol.HTTP) {
      return login == null ? Relay.PLAIN : new HttpRelay(login);
    }
    List<RtspFilter> filters = new ArrayList<>();
    if (login != null) {
      filters.add(login);
    }
    if (protocol == Protocol.RTSP_DATAGRAMS) {
      filters.add(datagrams(connection));
    }
    return filters.isEmpty() ? Relay.PLAIN : new RtspRelay(filters);
  }

  private DatagramTransport datagrams(ProxiedConnection connection) {
    DatagramTransport transport =
        new DatagramTransport(
            connection.server(),
            (channel, packet) -> {
              received.increment();
              deliver(connection, channel, packet);
            },
            lost);
    datagrams.add(transport);
    if (closed) {
      transport.close();
    }
    return transport;
  }

  /** A request and what was read behind it, with another answer to a challenge. */
  private static byte[] translated(byte[] request, RtspFilter filter) throws IOException {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(END) + END.length();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(filter.request(MessageHeader.parse(text.substring(0, end))).bytes());
    all.write(request, end, request.length - end);
    return all.toByteArray();
  }

  /** Hands FFmpeg a datagram as if it had come within the connection (RFC 2326, section 10.12). */
  private static void deliver(ProxiedConnection connection, int channel, byte[] packet)
      throws IOException {
    byte[] framed = new byte[FRAMING + packet.length];
    framed[0] = RtspReader.MEDIA;
    framed[1] = (byte) channel;
    framed[2] = (byte) (packet.length >> Byte.SIZE);
    framed[3] = (byte) packet.length;
    System.arraycopy(packet, 0, framed, FRAMING, packet.length);
    connection.deliver(framed, framed.length);
  }

  /**
   * Ends all connections; what FFmpeg has written before it closed its side is sent on first.
   *
   * @param patience for that, in all
   */
  public void closeWithin(Duration patience) {
    closed = true;
    closeListener();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (ProxiedConnection connection : connections) {
        connection.awaitSent(Math.max(0, deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Socket unused = first.getAndSet(null);
    if (unused != null) {
      ProxiedConnection.closeQuietly(unused);
    }
    waiting.forEach(ProxiedConnection::closeQuietly);
    connections.forEach(ProxiedConnection::close);
    datagrams.forEach(DatagramTransport::close);
    OPEN.decrementAndGet();
  }

  /** Ends all connections at once. */
  @Override
  public void close() {
    closeWithin(Duration.ZERO);
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
