/**
 * The service, assembled: actors, the ports that work on frames, the HTTP server, signals to exit
 * code.
 */
package sluice.app.service;
