package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;
import static sluice.video.TestClip.check;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.PointerPointer;

/** Writer of an audio-only file with a second of silence. */
public final class Sound {
  private static final int RATE = 8000;

  private Sound() {}

  /** Writes the file; the container follows from its name. */
  public static Path write(Path file) {
    AVFormatContext muxer = new AVFormatContext(null);
    check(avformat_alloc_output_context2(muxer, null, null, file.toString()));
    AVStream stream = avformat_new_stream(muxer, null);
    stream.codecpar().codec_type(AVMEDIA_TYPE_AUDIO).codec_id(AV_CODEC_ID_PCM_S16LE);
    stream.codecpar().sample_rate(RATE).bits_per_coded_sample(16).block_align(2);
    av_channel_layout_default(stream.codecpar().ch_layout(), 1);
    AVIOContext io = new AVIOContext(null);
    check(avio_open(io, "file:" + file, AVIO_FLAG_WRITE));
    muxer.pb(io);
    check(avformat_write_header(muxer, (PointerPointer<?>) null));
    AVPacket packet = av_packet_alloc();
    check(av_new_packet(packet, RATE * 2));
    packet.data().limit(RATE * 2L).fill(0);
    packet.pts(0).dts(0).duration(1000);
    check(av_write_frame(muxer, packet));
    check(av_write_trailer(muxer));
    av_packet_free(packet);
    avio_closep(io);
    avformat_free_context(muxer);
    return file;
  }
}
