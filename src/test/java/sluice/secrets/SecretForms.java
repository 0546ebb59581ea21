package sluice.secrets;

import java.util.List;

/**
 * The table of places where a user, a password or a token stands in what people write. {@code {A}},
 * {@code {B}} and {@code {C}} are secrets, {@code HOST} is a machine with its port.
 */
final class SecretForms {
  /** Addresses of sources, good ones and such as nobody should have written. */
  static final List<String> SOURCES =
      List.of(
          "rtsp://{A}:{B}@HOST/cam",
          "rtsp://{A}@HOST/cam",
          "rtsp://:{A}@HOST/cam",
          "rtsp://{A}:{B}@HOST",
          "http://{A}:{B}@HOST/x.mp4",
          "https://{A}:{B}@HOST/x.mp4",
          "rtsps://{A}:{B}@HOST/cam",
          "RTSP://{A}:{B}@HOST/cam",
          "rtsp://{A}:{B}@{C}/d@HOST/cam",
          "rtsp://{A}:{B}@{C}@HOST/cam",
          "rtsp://{A}:{B}#{C}@HOST/cam",
          "rtsp://{A}:{B}/{C}@HOST/cam",
          "rtsp://{A}:{B}?{C}@HOST/cam",
          "rtsp://{A}:{B}:{C}@HOST/cam",
          "rtsp://{A}:{B}%{C}@HOST/cam",
          "rtsp://{A}:{B} {C}@HOST/cam",
          "rtsp://{A}:{B}\\\"{C}@HOST/cam",
          "rtsp://{A}:{B}'{C}@HOST/cam",
          "rtsp://{A}:{B}&{C}=x@HOST/cam",
          "rtsp://{A}:{B}\\\\{C}@HOST/cam",
          "rtsp://{A}/{B}@HOST/cam",
          "rtsp://{A}:1234/{B}@HOST/cam",
          "http://{A}:1#{B}@HOST/cam",
          "rtsp://{A}:{B}%2F{C}%40%23@HOST/cam",
          "rtsp://{A}:{B}@HOST:port/cam",
          "rtsp://{A}:{B}@[::x]/cam",
          "rtsp://{A}:{B}@/cam",
          "rtsp:/{A}:{B}@HOST/cam",
          "rtsp//{A}:{B}@HOST/cam",
          "//{A}:{B}@HOST/cam",
          "{A}:{B}@HOST/cam",
          "ftp://{A}:{B}@HOST/cam",
          "gopher://{A}:{B}@HOST/x",
          "concat:rtsp://{A}:{B}@HOST/1|rtsp://u:{C}@HOST/2",
          "subfile,,start,0,end,9,,:http://{A}:{B}@HOST/x",
          "file:rtsp://{A}:{B}@HOST/cam",
          "http://HOST/v.cgi?user={A}&pwd={B}",
          "http://HOST/v.cgi?loginuse={A}&loginpas={B}&next=0",
          "http://HOST/v.cgi?usr={A}&psw={B}&p={C}",
          "http://HOST/v.cgi?session={A}&token={B}&fps=5",
          "rtsp://HOST/cam?session={A}&token={B}",
          "rtsp://HOST/cam?unheard={A}&auth={B}",
          "http://HOST/v.cgi?token={A}#{B}",
          "http://HOST/v.cgi?token={A}'{B}",
          "http://HOST/v.cgi?token={A}\\\"{B}",
          "http://HOST/v.cgi?token={A};{B}",
          "http://HOST/v.cgi?token={A}&{B}",
          "http://HOST/v.cgi?{A}",
          "http://HOST/v.cgi?{A}:{B}",
          "http://HOST/v.cgi?token={A}={B}",
          "http://HOST/v.cgi?token={A},{B}",
          "http://HOST/v.cgi?token={A}/{B}?{C}",
          "http://HOST/v.cgi?token={A}%26{B}%3D",
          "http://HOST/v.cgi?token={A} {B}",
          "http://HOST/v.cgi?x-token={A}&access_token={B}&api_key={C}",
          "http://HOST/v.cgi;jsessionid={A}?n=1",
          "http://HOST/v.cgi?channel=1?token={A}",
          "http://u:{A}@HOST/v.cgi?x={B}&y=http://{C}@h/",
          "rtsp://HOST/user={A}_password={B}_channel=1_stream=0.sdp?real_stream",
          "rtsp://HOST/user={A}&password={B}&channel=1&stream=0.sdp");

  /** What a client may send for a stream, beside a source that is fine: members of an object. */
  static final List<String> MEMBERS =
      List.of(
          "\"user\": \"admin\", \"password\": \"{A}\"",
          "\"user\": \"admin\", \"password\": \"{A}#/@:% {B}\"",
          "\"password\": \"{A}\"",
          "\"user\": \"admin\", \"password\": \"{A}\\n{B}\"",
          "\"user\": \"admin\", \"password\": \"{A}\\u0000{B}\"",
          "\"user\": \"admin\", \"password\": [\"{A}\"]",
          "\"user\": \"admin\", \"password\": {\"{A}\": \"{B}\"}",
          "\"user\": \"admin\", \"password\": \"" + "x".repeat(120) + "{A}\"",
          "\"user\": \"admin\", \"password\": \"" + "x".repeat(1100) + "{A}\"",
          "\"user\": \"admin\", \"password\": \"{A}\", \"colour\": 1",
          "\"user\": \"admin\", \"password\": \"{A}\", \"model\": \"none\"",
          "\"user\": \"admin\", \"password\": \"{A}\" \"{B}\"",
          "\"user\": \"admin\", \"password\": \"{A}",
          "\"user\": \"admin\", \"pasword\": \"{A}\"",
          "\"user\": \"admin\", \"password\": {A}",
          "\"sinks\": [\"rtsp://u:{A}@h/\"], \"labels\": [\"rtsp://u:{B}@h/\"]",
          "\"rtsp://u:{A}@h/\": 1");

  private SecretForms() {}
}
