package sluice.video.image;

import sluice.core.ColorSpace;
import sluice.core.model.ChannelOrder;

/**
 * All that a prepared context of swscale depends on.
 *
 * @param format pixel format of the source, FFmpeg's number
 * @param colors colour matrix and range of the source
 * @param width of the source, pixels
 * @param height of the source, pixels
 * @param order of the target's colours
 * @param toWidth of the target, pixels
 * @param toHeight of the target, pixels
 * @param kernel swscale's flag of how a pixel is made
 */
record ScaleShape(
    int format,
    ColorSpace colors,
    int width,
    int height,
    ChannelOrder order,
    int toWidth,
    int toHeight,
    int kernel) {}
