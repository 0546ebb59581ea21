/** Makes the sinks of streams, for jobs and for the service. */
package sluice.app.sink;
