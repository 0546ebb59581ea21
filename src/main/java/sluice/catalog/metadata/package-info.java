/**
 * Readers of the metadata that exporters write into or beside a model's file: ONNX, IR, TensorFlow
 * Lite and YAML.
 */
package sluice.catalog.metadata;
