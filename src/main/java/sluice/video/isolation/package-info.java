/** Decoding in processes of their own, so that a hostile or broken source costs its own stream. */
@NullMarked
package sluice.video.isolation;

import org.jspecify.annotations.NullMarked;
