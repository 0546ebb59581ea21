/**
 * The service's side of decoding in processes of their own: starts them, gives them orders,
 * distrusts what they tell, and shows their pictures as any decoder's.
 */
@NullMarked
package sluice.video.isolation.remote;

import org.jspecify.annotations.NullMarked;
