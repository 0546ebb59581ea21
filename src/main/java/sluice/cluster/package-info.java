/**
 * Membership of a cluster: how the actor system of a node is set up, how it finds the others, who
 * is a member, and when this node isn't one any more.
 *
 * <p>Loaded only where {@code sluice.cluster} is on: no class of Pekko Cluster is loaded, no thread
 * started and no port opened otherwise. What runs on the members stands above. Depends on settings.
 */
package sluice.cluster;
