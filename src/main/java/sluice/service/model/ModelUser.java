package sluice.service.model;

/**
 * User of a model: one slot of one stream. The key of subscriptions at the registry and of users at
 * a model's host.
 *
 * @param stream its id
 * @param slot that the model is for
 */
record ModelUser(String stream, ModelSlot slot) {}
