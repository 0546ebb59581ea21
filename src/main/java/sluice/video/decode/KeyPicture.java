package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.core.SluiceException;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.FragmentDemuxer;
import sluice.video.demux.Packet;
import sluice.video.image.FramePicture;
import sluice.video.image.PictureLayout;

/** The picture that a fragment of a recording begins with; no other one is decoded. */
public final class KeyPicture {
  private KeyPicture() {}

  /**
   * Decodes the first picture of fragmented MP4 where it is a key frame.
   *
   * @param bytes an initialisation and fragments; stay the caller's
   * @return the caller's; empty where the first packet of the video is no key frame, there is none,
   *     or it can't be decoded
   * @throws IOException when the bytes can't be read, or are something else
   * @throws SluiceException when there is no decoder for them
   */
  public static Optional<Picture> of(InputStream bytes) throws IOException {
    try (FragmentDemuxer demuxer = FragmentDemuxer.open(bytes)) {
      int video = demuxer.streams().getFirst().index();
      Packet packet = demuxer.read();
      while (packet != null && packet.streamIndex() != video) {
        packet = demuxer.read();
      }
      return packet == null || !packet.isKeyFrame()
          ? Optional.empty()
          : Optional.ofNullable(decode(demuxer, packet));
    }
  }

  private static @Nullable Picture decode(FragmentDemuxer demuxer, Packet packet) {
    DecoderSettings settings = DecoderSettings.file(Path.of("recording"));
    try (PictureCodec codec = PictureCodec.open(settings, demuxer.video())) {
      codec.send(packet);
      codec.send(null);
      AVFrame frame = codec.receive();
      return frame == null ? null : picture(demuxer, frame);
    }
  }

  private static Picture picture(FragmentDemuxer demuxer, AVFrame frame) {
    try {
      var aspect = demuxer.video().sample_aspect_ratio();
      if (PixelAspect.isPlausible(aspect.num(), aspect.den())) {
        frame.sample_aspect_ratio(aspect);
      }
      return FramePicture.of(
          frame, PictureLayout.of(frame.format(), frame.width(), frame.height()));
    } catch (RuntimeException | Error e) {
      av_frame_free(frame);
      throw e;
    }
  }
}
