/**
 * Stream actors: one for each stream, with its source, its model lease, its sinks and its retries.
 */
package sluice.service.stream;
