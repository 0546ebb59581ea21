/** Streams in a cluster: an agent on each node runs them, one placer says which. */
package sluice.cluster.stream;
