package sluice.catalog.hog;

/**
 * Output port of a layer, to be connected to inputs of later layers.
 *
 * @param layer number of the layer in its graph
 * @param port number of the port in its layer, which counts inputs first
 * @param type what the elements are
 */
record Value(int layer, int port, IrType type) {}
