/**
 * Model actors: one for each distinct compiled model, leased to streams and watched for progress.
 */
package sluice.service.model;
