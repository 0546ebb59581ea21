package sluice.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutator of session descriptions (SDP, RFC 8866). */
final class SdpDamage {
  private static final int LONGEST = 40_000;

  /** Lines that mean something to some reader; {@code @} becomes a number meant to harm. */
  private static final List<String> LINES =
      List.of(
          "m=video 0 RTP/AVP 96",
          "m=video @ RTP/AVP @",
          "m=video 0 RTP/SAVP 96",
          "m=video 0 RTP/AVP 26",
          "m=video 0 RTP/AVP 31",
          "m=video 0 RTP/AVP 32",
          "m=video 0 RTP/AVP 33",
          "m=video 0 RTP/AVP 34",
          "m=video 0/@ UDP 96",
          "m=audio 0 RTP/AVP 97",
          "m=application 0 RTP/AVP 98",
          "m=text 0 RTP/AVP 99",
          "c=IN IP4 127.0.0.1/@/@",
          "c=IN IP6 ::1",
          "b=AS:@",
          "s=",
          "t=@ @",
          "a=control:*",
          "a=control:/",
          "a=control:rtsp://127.0.0.1:1/x",
          "a=control:streamid=@",
          "a=range:npt=@-@",
          "a=range:clock=19960213T143205Z-",
          "a=rtpmap:96 H264/90000",
          "a=rtpmap:96 H265/90000",
          "a=rtpmap:96 AV1/90000",
          "a=rtpmap:96 VP8/90000",
          "a=rtpmap:96 VP9/90000",
          "a=rtpmap:96 JPEG/90000",
          "a=rtpmap:96 MP4V-ES/@",
          "a=rtpmap:96 raw/90000",
          "a=rtpmap:96 theora/90000",
          "a=rtpmap:96 X-QT/600",
          "a=rtpmap:96 X-SV3V-ES/90000",
          "a=rtpmap:96 H264/0",
          "a=rtpmap:@ @/@",
          "a=rtpmap:97 MPEG4-GENERIC/@/@",
          "a=fmtp:96 packetization-mode=@; sprop-parameter-sets=Z0IAKeKQFAe2AtwEBAaQeJEV,aM48gA==",
          "a=fmtp:96 sprop-parameter-sets=,,,,=,A,====,Z0IAKeKQFAe2AtwEBAaQeJEV",
          "a=fmtp:96"
              + " sprop-vps=AAAA;sprop-sps=AAAA;sprop-pps=AAAA;sprop-sei=AAAA;sprop-max-don-diff=@",
          "a=fmtp:96"
              + " config=000001B001000001B58913000001000000012000C48D8800F50A041E1463000001B24C61",
          "a=fmtp:96 config=zz0; profile-level-id=@",
          "a=fmtp:96 sampling=YCbCr-4:2:2; width=@; height=@; depth=@; colorimetry=BT601-5;"
              + " interlace",
          "a=fmtp:96 sampling=RGB; width=8; height=8; depth=16",
          "a=fmtp:96 delivery-method=in_band; configuration=AAAAAQAAAP8AAP////8=",
          "a=fmtp:96 profile=@;level-idx=@;tier=@",
          "a=fmtp:96 sizelength=@;indexlength=@;indexdeltalength=@;mode=AAC-hbr;config=@",
          "a=framesize:96 @-@",
          "a=framesize:@ 176-144",
          "a=framerate:@",
          "a=x-dimensions:@,@",
          "a=cliprect:0,0,@,@",
          "a=rtcp-mux",
          "a=rtcp:@ IN IP4 127.0.0.1",
          "a=source-filter: incl IN IP4 127.0.0.1 127.0.0.1",
          "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "a=IsRealDataType:integer;1",
          "a=StreamCount:integer;@",
          "a=ASMRuleBook:string;\"#($Bandwidth >= 0),AverageBandwidth=@,Priority=9;\"",
          "a=OpaqueData:buffer;\"TUxUSQAAAAAAAAAA\"",
          "a=pgmpu:data:application/vnd.ms.wms-hdr.asfv1;base64,MCaydY5mzxGm2QCqAGLObA==",
          "a=stream:@",
          "a=SmoothStream",
          "a=sendonly",
          "a=");

  private static final List<String> PIECES =
      List.of("\r\n", "\n", "\r", "\0", "=", ":", ";", ",", " ", "/", "%s%n", "é", "-1", "\t", "*");

  private final Random random;
  private final Damage damage;

  SdpDamage(Random random) {
    this.random = random;
    this.damage = new Damage(random);
  }

  /** Another description. */
  String text(String sound) {
    List<String> lines = new ArrayList<>(Arrays.asList(sound.split("\r?\n")));
    for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
      int place = random.nextInt(lines.size() + 1);
      int existing = random.nextInt(lines.size());
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> lines.add(place, filled(damage.one(LINES)));
        case 3 -> lines.set(existing, filled(damage.one(LINES)));
        case 4 -> lines.add(place, lines.get(existing));
        case 5 -> lines.set(existing, damage.text(lines.get(existing) + ' ', PIECES, LONGEST));
        case 6 -> lines.set(existing, lines.get(existing).replaceFirst("\\d+", damage.number()));
        default ->
            lines.set(
                existing,
                lines.get(existing)
                    + damage.run(damage.one(List.of('A', '=', ' ', '1', ';', '/'))));
      }
    }
    String text = String.join(damage.onceIn(10) ? "\n" : "\r\n", lines) + "\r\n";
    String whole = damage.onceIn(3) ? damage.text(text, PIECES, LONGEST) : text;
    return damage.onceIn(40) ? whole.repeat(1 + random.nextInt(30)) : whole;
  }

  private String filled(String line) {
    StringBuilder filled = new StringBuilder();
    for (char c : line.toCharArray()) {
      filled.append(c == '@' ? damage.number() : c);
    }
    return filled.toString();
  }
}
