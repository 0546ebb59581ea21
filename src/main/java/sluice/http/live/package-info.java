/**
 * Live pictures over WebSocket and MJPEG: chosen when the client can take one, with backpressure.
 */
package sluice.http.live;
