/** Recovery: which failures are retried, with which backoff, and when the process has to end. */
package sluice.service.recovery;
