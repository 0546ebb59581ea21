package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.core.CropSkipCause;
import sluice.core.DropCause;
import sluice.core.StreamObserver;

class LivenessObserverTest {

  static List<Method> calls() {
    return List.of(StreamObserver.class.getMethods()).stream()
        .filter(method -> method.getReturnType() == void.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCall_isPassedOn(Method call) throws ReflectiveOperationException {
    List<String> heard = new ArrayList<>();
    StreamObserver next =
        (StreamObserver)
            Proxy.newProxyInstance(
                StreamObserver.class.getClassLoader(),
                new Class<?>[] {StreamObserver.class},
                (proxy, method, arguments) -> {
                  heard.add(method.getName());
                  return null;
                });
    call.invoke(new LivenessObserver(next), arguments(call));
    assertThat(heard).containsExactly(call.getName());
    heard.clear();
    call.invoke(new StreamObserver.Both(next, next), arguments(call));
    assertThat(heard).containsExactly(call.getName(), call.getName());
  }

  private static Object[] arguments(Method call) {
    List<Object> arguments = new ArrayList<>();
    for (Class<?> type : call.getParameterTypes()) {
      arguments.add(
          type == DropCause.class
              ? DropCause.STOPPED
              : type == CropSkipCause.class
                  ? CropSkipCause.BUSY
                  : type == long.class ? (Object) 1L : type == String.class ? "model" : null);
    }
    return arguments.toArray();
  }
}
