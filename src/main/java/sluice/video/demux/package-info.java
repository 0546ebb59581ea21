/**
 * Demuxing: opens files, addresses and devices, under limits of time and with nothing allowed that
 * was not named, and reads their packets; a {@link sluice.video.demux.PacketTap} sees each of them.
 * What FFmpeg can't be kept from connecting to goes through {@code sluice.video.proxy}. Depends on
 * that, {@code sluice.video.ffmpeg} and {@code sluice.core}.
 */
package sluice.video.demux;
