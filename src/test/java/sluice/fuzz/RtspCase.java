package sluice.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fuzz case of RTSP: the responses of a camera.
 *
 * @param answers to each method, as text of one byte a character; {@code \1} stands for the number
 *     of the request
 * @param media what follows the answer to PLAY
 * @param silent whether the connection stays open afterwards
 */
record RtspCase(Map<String, String> answers, byte[] media, boolean silent) {
  /** Stands for the number of the request that is answered. */
  static final char SEQUENCE = '\1';

  private static final int MOST_PACKET_CHANGES = 12;
  private static final int LONGEST = 60_000;
  private static final List<String> STATUS =
      List.of(
          "RTSP/1.0 200 OK",
          "RTSP/1.0 200",
          "RTSP/1.0 401 Unauthorized",
          "RTSP/1.0 404 Not Found",
          "RTSP/1.0 454 Session Not Found",
          "RTSP/1.0 459 Aggregate Operation Not Allowed",
          "RTSP/1.0 461 Unsupported Transport",
          "RTSP/1.0 551 Option not supported",
          "RTSP/1.0 302 Moved",
          "RTSP/2.0 200 OK",
          "HTTP/1.1 200 OK",
          "RTSP/1.0 -1",
          "RTSP/1.0 99999999999",
          "200");

  /** Headers that mean something to the client; {@code @} becomes a number meant to harm. */
  private static final List<String> HEADERS =
      List.of(
          "CSeq: @",
          "Session: @;timeout=@",
          "Session: abc;timeout=1",
          "Content-Length: @",
          "Content-Length: 0",
          "Content-Base: rtsp://127.0.0.1:1/",
          "Content-Base: @",
          "Content-Type: application/x-other",
          "Transport: RTP/AVP/TCP;unicast;interleaved=@-@",
          "Transport: RTP/AVP/TCP;interleaved=0-1,RTP/AVP;unicast;client_port=@-@",
          "Transport: RTP/AVP;multicast;destination=127.0.0.1;port=@-@;ttl=@",
          "Transport: RTP/AVP/TCP;unicast;mode=record;source=127.0.0.1;interleaved=0",
          "Transport: RTP/SAVP;unicast;interleaved=0-1",
          "Transport: x-pn-tng/tcp;interleaved=@",
          "Transport: RAW/RAW/UDP;unicast",
          "Transport: ;;;;",
          "RTP-Info: url=rtsp://127.0.0.1/x;seq=@;rtptime=@",
          "RTP-Info: url=;seq=;rtptime=,url=",
          "Range: npt=@-@",
          "Public: @",
          "Server: WMServer/9",
          "Server: Helix",
          "RealChallenge1: 28d49444034696e1d523f2819b8dcf4c",
          "Notice: @ gone",
          "X-Notice: 2101 end-of-stream",
          "Location: rtsp://127.0.0.1:1/moved",
          "Location: file:///etc/passwd",
          "Location: http://127.0.0.1:1/",
          "Location: ",
          "WWW-Authenticate: Basic realm=\"cam\"",
          "WWW-Authenticate: Digest realm=\"cam\", nonce=\"@\", algorithm=MD5,"
              + " qop=\"auth,auth-int\", stale=true",
          "WWW-Authenticate: Digest nonce=, opaque=\"@, algorithm=SHA-256",
          "Authentication-Info: nextnonce=\"@\"",
          "Accept-Ranges: @",
          "x-Dynamic-Rate: 1",
          "");

  private static final List<String> PIECES =
      List.of(
          "\r\n",
          "\n",
          "\r\n\r\n",
          "\0",
          ":",
          ";",
          "=",
          "\"",
          ",",
          " ",
          "$",
          "%s%n",
          "é",
          "-",
          "1");

  /** A sound camera of a stream. */
  private static Map<String, String> sound(String sdp) {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put(
        "OPTIONS", answer("Public: DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n", ""));
    answers.put("DESCRIBE", answer("Content-Type: application/sdp\r\n", sdp));
    answers.put(
        "SETUP", answer("Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n", ""));
    answers.put("PLAY", answer("Session: 1\r\n", ""));
    answers.put("*", answer("", ""));
    return answers;
  }

  /** A camera that says what it should, but whose descriptions are damaged. */
  static RtspCase ofSdp(Random random, List<RtpSeed> seeds) {
    RtpSeed seed = new Damage(random).one(seeds);
    RtpDamage rtp = new RtpDamage(random, seeds);
    String sdp = new SdpDamage(random).text(seed.sdp());
    byte[] media = rtp.interleaved(rtp.packets(seed.packets(), 2));
    return new RtspCase(sound(sdp), media, random.nextInt(100) == 0);
  }

  /** A camera whose answers, packets or both are damaged. */
  static RtspCase ofRtsp(Random random, List<RtpSeed> seeds) {
    Damage damage = new Damage(random);
    RtpSeed seed = damage.one(seeds);
    RtpDamage rtp = new RtpDamage(random, seeds);
    Map<String, String> answers = sound(seed.sdp());
    if (damage.onceIn(3)) {
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        String method = damage.one(List.copyOf(answers.keySet()));
        answers.put(method, damagedAnswer(answers.getOrDefault(method, ""), random));
      }
    }
    byte[] media = rtp.interleaved(rtp.packets(seed.packets(), MOST_PACKET_CHANGES));
    return new RtspCase(answers, media, random.nextInt(100) == 0);
  }

  private static String answer(String headers, String body) {
    return "RTSP/1.0 200 OK\r\nCSeq: %c\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(SEQUENCE, headers, body.getBytes(StandardCharsets.ISO_8859_1).length, body);
  }

  private static String damagedAnswer(String sound, Random random) {
    Damage damage = new Damage(random);
    int firstEnd = Math.max(0, sound.indexOf("\r\n"));
    String first = sound.substring(0, firstEnd);
    String rest = sound.substring(firstEnd);
    return switch (random.nextInt(7)) {
      case 0 -> damage.one(STATUS) + rest;
      case 1, 2 -> first + "\r\n" + filled(damage) + rest;
      case 3 -> first + "\r\n" + filled(damage) + "\r\n" + filled(damage) + rest;
      case 4 ->
          first
              + "\r\n"
              + damage.one(List.of("Session: ", "Server: ", "X: ", ""))
              + damage.run('A')
              + rest;
      case 5 -> damage.one(STATUS) + "\r\n" + filled(damage) + rest;
      default -> damage.text(sound, PIECES, LONGEST);
    };
  }

  private static String filled(Damage damage) {
    StringBuilder filled = new StringBuilder();
    for (char c : damage.one(HEADERS).toCharArray()) {
      filled.append(c == '@' ? damage.number() : c);
    }
    return filled.toString();
  }

  /** All of it, for looking at a case that led to something. */
  byte[] transcript() {
    StringBuilder text = new StringBuilder();
    answers.forEach(
        (method, answer) ->
            text.append("--- ").append(method).append('\n').append(answer).append('\n'));
    text.append("--- media\n").append(new String(media, StandardCharsets.ISO_8859_1));
    return Damage.latin(text.toString());
  }
}
