/**
 * A service that runs elsewhere, or in another process here, asked over HTTP: where it is, by what
 * it is trusted, and how its answers are read.
 */
package sluice.app.remote;
