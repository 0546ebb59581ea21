/**
 * FFmpeg itself: its log, its error messages, and pointers that JavaCPP does not own. Depends on
 * {@code sluice.core} only.
 */
package sluice.video.ffmpeg;
