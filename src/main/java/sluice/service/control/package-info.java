/** The control plane: the one way to change what the service does, checked and persisted first. */
package sluice.service.control;
