package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.OrderInput;
import sluice.video.isolation.protocol.OrderOutput;
import sluice.video.isolation.protocol.ProtocolException;

/** What is obeyed when it is read, what waits for its turn, and what ends the process. */
class ServiceOrdersTest {
  private static final long[] NONE = {};

  private final List<Long> freed = new ArrayList<>();
  private boolean readable = true;

  @Test
  void orders_comeInTheirTurn() throws IOException {
    ServiceOrders orders = given(next(NONE), new Order.Serve(5), next(NONE), new Order.Close());
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    assertThat(orders.next()).isEqualTo(new Order.Serve(5));
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    assertThat(orders.next()).isInstanceOf(Order.Close.class);
    assertThat(orders.next()).isInstanceOf(Order.Close.class);
  }

  @Test
  void wordOfPacketsAndFreedPictures_areObeyedWhenTheyAreRead() throws IOException {
    ServiceOrders orders =
        given(next(1, 2), new Order.Next(true, NONE), new Order.Free(new long[] {3}));
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    assertThat(freed).containsExactly(1L, 2L);
    assertThat(orders.arePacketsWanted()).isFalse();
    assertThat(orders.isLeaving()).as("all was read, up to the end").isTrue();
    assertThat(freed).containsExactly(1L, 2L, 3L);
    assertThat(orders.arePacketsWanted()).isTrue();
  }

  @Test
  void packetsThatBeginToBeWanted_areSo_whileAPictureIsDecoded() throws IOException {
    ServiceOrders orders = given(next(NONE), new Order.Packets(true));
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    assertThat(orders.arePacketsWanted()).isFalse();
    assertThat(orders.isLeaving()).as("all was read, up to the end").isTrue();
    assertThat(orders.arePacketsWanted()).isTrue();
  }

  @Test
  void nothingToRead_isNotWaitedFor() throws IOException {
    ServiceOrders orders = given(new Order.Close());
    readable = false;
    assertThat(orders.isLeaving()).isFalse();
    readable = true;
    assertThat(orders.isLeaving()).isTrue();
  }

  @Test
  void orderThatIsBuffered_isReadThoughNothingMoreCame() throws IOException {
    ServiceOrders orders = given(next(NONE), new Order.Close());
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    readable = false;
    assertThat(orders.isLeaving()).isTrue();
  }

  @Test
  void answer_overtakesOrdersThatWait() throws IOException {
    ServiceOrders orders = given(next(7), new Order.Answer(true, 9), next(NONE));
    assertThat(orders.answer()).isEqualTo(new Order.Answer(true, 9));
    assertThat(freed).containsExactly(7L);
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    assertThat(orders.next()).isInstanceOf(Order.Next.class);
    assertThat(orders.next()).as("the end").isInstanceOf(Order.Close.class);
  }

  @Test
  void closeOrEnd_endsTheWaitForAnAnswer() throws IOException {
    assertThatThrownBy(() -> given(new Order.Close()).answer())
        .isInstanceOf(LeavingException.class);
    assertThatThrownBy(() -> given().answer()).isInstanceOf(LeavingException.class);
    assertThatThrownBy(() -> given().awaitOne()).isInstanceOf(LeavingException.class);
  }

  @Test
  void answerToNoQuestion_isAFault() throws IOException {
    ServiceOrders orders = given(new Order.Answer(true, 9));
    assertThatThrownBy(orders::next).isInstanceOf(OrderFault.class);
    assertThatThrownBy(orders::next).as("for good").isInstanceOf(OrderFault.class);
  }

  @Test
  void whatIsNoOrder_isAFaultThatIsToldLater() {
    ServiceOrders orders =
        read("something that is no order at all".getBytes(StandardCharsets.UTF_8));
    assertThat(orders.isLeaving()).isTrue();
    assertThatThrownBy(orders::requireSound).isInstanceOf(OrderFault.class);
    assertThatThrownBy(orders::next).isInstanceOf(OrderFault.class);
  }

  @Test
  void pictureThatIsNotHeld_isAFault() throws IOException {
    ServiceOrders orders = given(next(-1));
    assertThatThrownBy(orders::next)
        .isInstanceOf(OrderFault.class)
        .hasCauseInstanceOf(ProtocolException.class);
  }

  private static Order next(long... offsets) {
    return new Order.Next(false, offsets);
  }

  private ServiceOrders given(Order... orders) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OrderOutput output = new OrderOutput(bytes);
    for (Order order : orders) {
      output.write(order);
    }
    return read(bytes.toByteArray());
  }

  private ServiceOrders read(byte[] bytes) {
    return new ServiceOrders(
        new OrderInput(new ByteArrayInputStream(bytes)), () -> readable, this::free);
  }

  private void free(long offset) {
    if (offset < 0) {
      throw new ProtocolException("not held");
    }
    freed.add(offset);
  }
}
