package sluice.video.decode;

import sluice.core.Orientation;

/**
 * What an opened input says of itself, corrected by its first picture.
 *
 * @param width width of the first picture as stored, pixels
 * @param height height of the first picture as stored, pixels
 * @param frameRate pictures a second by the header, 0 where it names none
 * @param durationNanos length by the header, -1 where it is unknown; headers err
 * @param frames likely number of pictures, -1 where unknown; headers err
 * @param codec how pictures are coded, in FFmpeg's words: {@code h264}, {@code mjpeg} …
 * @param orientation how the first picture is to be shown
 */
public record StreamInfo(
    int width,
    int height,
    double frameRate,
    long durationNanos,
    long frames,
    String codec,
    Orientation orientation) {}
