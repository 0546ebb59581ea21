/**
 * Pictures in native memory: reference-counted decoded frames, their pixel formats and colour
 * spaces, scaling and colour conversion, and a canvas to draw on. Depends on {@code
 * sluice.video.ffmpeg} and {@code sluice.core}.
 */
package sluice.video.image;
