/**
 * Encoding: videos as H.264 or MPEG-4 in MP4 or QuickTime, and JPEGs, from canvases. Depends on
 * {@code sluice.video.image}, {@code sluice.video.ffmpeg} and {@code sluice.core}.
 */
package sluice.video.encode;
