package sluice.video.proxy;

import java.io.IOException;

/**
 * Translator of what FFmpeg and a server of RTSP say to each other. Requests and answers come on a
 * thread each.
 */
interface RtspFilter {

  /** What the server gets instead of a request. */
  default MessageHeader request(MessageHeader header) throws IOException {
    return header;
  }

  /** What FFmpeg gets instead of an answer. */
  default MessageHeader answer(MessageHeader header) throws IOException {
    return header;
  }

  /**
   * A packet of FFmpeg's between its requests.
   *
   * @return whether it was sent elsewhere, and the server gets it not
   */
  default boolean takes(RtspReader.Media packet) throws IOException {
    return false;
  }
}
