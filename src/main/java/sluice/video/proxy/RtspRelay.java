package sluice.video.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Copies a connection of RTSP message by message through filters. Each direction is a thread's.
 *
 * @param filters requests pass them in this order, answers the other way round
 */
record RtspRelay(List<RtspFilter> filters) implements Relay {

  /** Keeps its own copy. */
  RtspRelay {
    filters = List.copyOf(filters);
  }

  @Override
  public void requests(InputStream client, Target server) throws IOException {
    RtspReader reader = new RtspReader(client);
    RtspReader.Piece piece;
    while ((piece = reader.next()) != null) {
      switch (piece) {
        case RtspReader.Media packet -> {
          if (!isTaken(packet)) {
            server.write(packet.bytes(), packet.bytes().length);
          }
        }
        case RtspReader.Message message -> {
          MessageHeader header = message.header();
          for (RtspFilter filter : filters) {
            header = filter.request(header);
          }
          write(header, message.body(), server);
        }
      }
    }
  }

  private boolean isTaken(RtspReader.Media packet) throws IOException {
    for (RtspFilter filter : filters) {
      if (filter.takes(packet)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void answers(InputStream server, Target client, Target media) throws IOException {
    RtspReader reader = new RtspReader(server);
    RtspReader.Piece piece;
    while ((piece = reader.next()) != null) {
      switch (piece) {
        case RtspReader.Media packet -> media.write(packet.bytes(), packet.bytes().length);
        case RtspReader.Message message -> {
          MessageHeader header = message.header();
          for (RtspFilter filter : filters.reversed()) {
            header = filter.answer(header);
          }
          write(header, message.body(), client);
        }
      }
    }
  }

  private static void write(MessageHeader header, byte[] body, Target to) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header.bytes());
    all.writeBytes(body);
    to.write(all.toByteArray(), all.size());
  }
}
