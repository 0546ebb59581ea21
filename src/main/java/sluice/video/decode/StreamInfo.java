package sluice.video.decode;

import java.util.Optional;
import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.PixelSize;
import sluice.core.TransportProtocol;

/**
 * What an opened input says of itself, corrected by its first picture.
 *
 * @param displaySize of the first picture as displayed, in square pixels
 * @param frameRate pictures a second by the header, 0 where it names none
 * @param durationNanos length by the header, -1 where it is unknown; headers err
 * @param frames likely number of pictures, -1 where unknown; headers err
 * @param codec how pictures are coded, in FFmpeg's words: {@code h264}, {@code mjpeg} …
 * @param orientation how the first picture is to be shown
 * @param pixelAspect of the first picture as stored
 * @param clock whether the input says when its pictures are due
 * @param transport how its packets travel; absent for files and devices
 */
public record StreamInfo(
    PixelSize displaySize,
    double frameRate,
    long durationNanos,
    long frames,
    String codec,
    Orientation orientation,
    PixelAspect pixelAspect,
    boolean clock,
    Optional<TransportProtocol> transport) {}
