/** Placement: which node of a cluster runs which stream, planned without any effect. */
package sluice.cluster.placement;
