package sluice.catalog.hog;

/**
 * What one output port of a layer gives, to be taken by inputs of later layers.
 *
 * @param layer number of the layer in its graph
 * @param port number of the port in its layer, which counts inputs first
 * @param type what the elements are
 */
record Value(int layer, int port, IrType type) {}
