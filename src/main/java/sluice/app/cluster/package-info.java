/** The service as a node of a cluster: which of the streams run here, and how it comes and goes. */
package sluice.app.cluster;
