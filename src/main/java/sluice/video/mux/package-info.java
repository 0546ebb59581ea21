/**
 * Muxing by stream copy: what a demuxer reads becomes fragmented MP4, one initialisation and
 * fragments that follow it, through {@link sluice.video.mux.FragmentMuxer}; no picture is decoded.
 * Depends on {@code sluice.video.demux}, {@code sluice.video.ffmpeg} and {@code sluice.core}.
 */
@NullMarked
package sluice.video.mux;

import org.jspecify.annotations.NullMarked;
