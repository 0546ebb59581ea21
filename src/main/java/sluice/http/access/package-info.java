/** Access control of the HTTP server: rate limits, allowed hosts, token authentication. */
package sluice.http.access;
