/**
 * Stream actors: one for each stream, with its source, its model leases, its sinks and its retries.
 */
package sluice.service.stream;
