/**
 * Motion in pictures, and the gate that lets a stream's frames pass while something moves. The gate
 * and its detector work on the decoder's thread, on a small grey picture; what the result stages
 * know of objects comes back to it.
 */
@NullMarked
package sluice.stage.motion;

import org.jspecify.annotations.NullMarked;
