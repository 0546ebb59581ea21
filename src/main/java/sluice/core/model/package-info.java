/**
 * Values that describe a model: its family, the pictures that it takes, its outputs, and what a
 * user or a manifest overrides of them.
 */
package sluice.core.model;
