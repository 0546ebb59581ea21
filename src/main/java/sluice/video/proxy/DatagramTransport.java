package sluice.video.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RTP over UDP for an FFmpeg that believes to get it over TCP: asks the server for datagrams where
 * FFmpeg asks for packets within the connection, receives them, puts them into order and hands them
 * on. So FFmpeg opens no socket, and nothing that the server answers leads a packet to another
 * machine: {@code source} and {@code destination} of its answers are not looked at.
 *
 * <p>Requests, answers and datagrams come on threads of their own; the streams that were set up are
 * guarded by this object's lock.
 */
final class DatagramTransport implements RtspFilter, AutoCloseable {
  private static final Pattern CHANNELS = Pattern.compile("interleaved=(\\d{1,3})");
  private static final Pattern SERVER_PORTS =
      Pattern.compile("server_port=(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final int MEDIA_HEADER = 4;

  private final InetAddress local;
  private final InetAddress server;
  private final DatagramPair.Target client;
  private final LongAdder lost;
  private final Map<Integer, DatagramPair> pairs = new TreeMap<>();
  private int settingUp = -1;
  private boolean started;
  private boolean closed;

  /**
   * A transport beside a connection.
   *
   * @param connection to the server; stays the caller's
   * @param client gets packets
   * @param lost counts packets that did not come
   */
  DatagramTransport(Socket connection, DatagramPair.Target client, LongAdder lost) {
    this.local = connection.getLocalAddress();
    this.server = connection.getInetAddress();
    this.client = client;
    this.lost = lost;
  }

  @Override
  public synchronized MessageHeader request(MessageHeader header) throws IOException {
    if (!header.word(0).equals("SETUP")) {
      return header;
    }
    Matcher channels = CHANNELS.matcher(header.field("Transport").orElse(""));
    if (!channels.find()) {
      return header;
    }
    settingUp = Integer.parseInt(channels.group(1));
    started = false;
    int port = pair(settingUp).port();
    return header.with("Transport", "RTP/AVP/UDP;unicast;client_port=" + port + "-" + (port + 1));
  }

  /** The ports of a stream; the same where it is asked for again, with a password then. */
  private DatagramPair pair(int channel) throws IOException {
    DatagramPair known = pairs.get(channel);
    if (known == null) {
      if (closed) {
        throw new IOException("the connection is closed");
      }
      known = DatagramPair.open(local, server, lost::add);
      pairs.put(channel, known);
    }
    return known;
  }

  @Override
  public synchronized MessageHeader answer(MessageHeader header) throws IOException {
    DatagramPair pair = pairs.get(settingUp);
    Optional<String> transport = header.field("Transport");
    if (pair == null || started || header.status() != 200 || transport.isEmpty()) {
      return header;
    }
    String said = transport.get();
    if (said.contains("multicast") || said.contains("/TCP")) {
      throw new IOException("it was asked for unicast over UDP and answers with \"" + said + "\"");
    }
    started = true;
    int[] ports = ports(said);
    pair.start(ports[0], ports[1], settingUp, client);
    return header.with(
        "Transport", "RTP/AVP/TCP;unicast;interleaved=" + settingUp + "-" + (settingUp + 1));
  }

  /** The server's ports for media and control; 0 where it names none. */
  private static int[] ports(String transport) {
    Matcher named = SERVER_PORTS.matcher(transport);
    if (!named.find()) {
      return new int[] {0, 0};
    }
    int media = port(named.group(1));
    return new int[] {
      media, named.group(2) == null ? port("" + (media + 1)) : port(named.group(2))
    };
  }

  private static int port(@Nullable String digits) {
    int number = digits == null ? 0 : Integer.parseInt(digits);
    return number > 0 && number <= 65_535 ? number : 0;
  }

  /** All packets of FFmpeg's are of the control protocol. */
  @Override
  public synchronized boolean takes(RtspReader.Media packet) {
    DatagramPair pair = pairs.get(packet.channel() - 1);
    if (pair != null) {
      pair.sendControl(Arrays.copyOfRange(packet.bytes(), MEDIA_HEADER, packet.bytes().length));
    }
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    pairs.values().forEach(DatagramPair::close);
    pairs.clear();
  }
}
