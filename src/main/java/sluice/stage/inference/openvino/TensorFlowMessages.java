package sluice.stage.inference.openvino;

import sluice.stage.inference.openvino.ProtobufFile.Message;

/**
 * The messages that TensorFlow's graphs are made of, as far as they hold texts and other messages
 * (tensorflow/core/framework: graph.proto, node_def.proto, attr_value.proto, tensor.proto,
 * function.proto; core/protobuf: saved_model.proto, meta_graph.proto).
 */
final class TensorFlowMessages {
  /** A SavedModel's field that holds its graphs, MetaGraphDef. */
  static final int META_GRAPHS = 2;

  /** A GraphDef's field that holds its operations, NodeDef. */
  static final int NODES = 1;

  /** A message of which only that it is whole is looked at. */
  private static final Message PLAIN = ProtobufFile.ANY;

  private static final Message DIMENSION = Message.of(2);
  private static final Message SHAPE = Message.of().with(2, DIMENSION);
  private static final Message TENSOR = Message.of().with(2, SHAPE);
  private static final Message LIST = Message.of().with(7, SHAPE).with(8, TENSOR);
  private static final Message VALUE =
      Message.of(9).with(1, LIST).with(7, SHAPE).with(8, TENSOR).with(10, Message.of(1));
  private static final Message ATTRIBUTE = Message.of(1).with(2, VALUE);
  private static final Message NODE =
      Message.of(1, 2, 3, 4).with(5, ATTRIBUTE).with(6, Message.of(1, 2)).with(7, PLAIN);

  private static final Message ARGUMENT = Message.of(1, 2, 4, 5, 6);
  private static final Message DECLARED = Message.of(1, 2, 4).with(3, VALUE).with(7, VALUE);
  private static final Message OPERATION =
      Message.of(1, 5, 6, 20).with(2, ARGUMENT).with(3, ARGUMENT).with(4, DECLARED);

  private static final Message TEXTS_BY_TEXT = Message.of(1, 2);
  private static final Message ARGUMENT_ATTRIBUTES =
      Message.of().with(2, Message.of().with(1, ATTRIBUTE));
  private static final Message FUNCTION =
      Message.of()
          .with(1, OPERATION)
          .with(3, NODE)
          .with(4, TEXTS_BY_TEXT)
          .with(5, ATTRIBUTE)
          .with(6, TEXTS_BY_TEXT)
          .with(7, ARGUMENT_ATTRIBUTES)
          .with(8, PLAIN);
  private static final Message LIBRARY =
      Message.of().with(1, FUNCTION).with(2, Message.of(1, 2)).with(3, Message.of(1, 2));

  /** GraphDef. */
  static final Message GRAPH =
      Message.of().with(NODES, NODE).with(2, LIBRARY).with(4, PLAIN).with(5, PLAIN);

  private static final Message META_INFO =
      Message.of(1, 4, 5, 6).with(2, Message.of().with(1, OPERATION)).with(8, TEXTS_BY_TEXT);
  private static final Message PORT = Message.of(1).with(2, Message.of(1).with(3, SHAPE));
  private static final Message SIGNATURE =
      Message.of(1).with(2, Message.of(3).with(1, PORT).with(2, PORT));
  private static final Message META_GRAPH =
      Message.of()
          .with(1, META_INFO)
          .with(2, GRAPH)
          .with(3, Message.of(1, 2, 3))
          .with(4, Message.of(1))
          .with(5, SIGNATURE)
          .with(6, Message.of(2))
          .with(7, PLAIN);

  /** SavedModel. */
  static final Message SAVED_MODEL = Message.of().with(META_GRAPHS, META_GRAPH);

  private TensorFlowMessages() {}
}
