/**
 * Pictures for messages: whole frames, scaled down and encoded as JPEG on a thread of their own.
 */
package sluice.stage.sink.picture;
