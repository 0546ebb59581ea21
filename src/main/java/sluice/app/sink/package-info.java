/** Factory of the sinks of streams, for jobs and for the service, and the table of sink types. */
package sluice.app.sink;
