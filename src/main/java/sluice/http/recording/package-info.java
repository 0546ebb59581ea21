/**
 * Recordings over HTTP: what is kept of each stream, its timeline, and its files for players, piece
 * by piece and as HLS.
 */
@NullMarked
package sluice.http.recording;

import org.jspecify.annotations.NullMarked;
