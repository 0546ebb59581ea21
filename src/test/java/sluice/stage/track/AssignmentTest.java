package sluice.stage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final int ROUNDS = 3000;

  private final Assignment assignment = new Assignment();

  @Test
  void findsTheGreatestSumThatTryingAllFinds() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      int rows = random.nextInt(6);
      int columns = random.nextInt(6);
      double[][] gains = gains(random, rows, columns);
      assertThat(solve(gains, rows, columns)).isCloseTo(best(gains, 0, columns, 0), within(1e-9));
    }
  }

  private static double[][] gains(Random random, int rows, int columns) {
    double[][] gains = new double[rows][columns];
    for (double[] row : gains) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextInt(3) == 0 ? random.nextDouble() : 0;
      }
    }
    return gains;
  }

  private double solve(double[][] gains, int rows, int columns) {
    assignment.begin(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        assignment.allow(row, column, gains[row][column]);
      }
    }
    assignment.solve();
    double sum = 0;
    Set<Integer> taken = new HashSet<>();
    for (int row = 0; row < rows; row++) {
      int column = assignment.column(row);
      if (column >= 0) {
        assertThat(taken.add(column)).isTrue();
        assertThat(gains[row][column]).isPositive();
        sum += gains[row][column];
      }
    }
    return sum;
  }

  private static double best(double[][] gains, int row, int columns, int taken) {
    if (row == gains.length) {
      return 0;
    }
    double most = best(gains, row + 1, columns, taken);
    for (int column = 0; column < columns; column++) {
      if ((taken & 1 << column) == 0) {
        double sum = gains[row][column] + best(gains, row + 1, columns, taken | 1 << column);
        most = Math.max(most, sum);
      }
    }
    return most;
  }

  @Test
  void solvesManyPartsAndALargeOne() {
    assignment.begin(300, 300);
    for (int i = 0; i < 300; i++) {
      assignment.allow(i, i, 1);
      if (i >= 100) {
        assignment.allow(i, i - 1, 0.5);
      }
    }
    assignment.solve();
    for (int i = 0; i < 300; i++) {
      assertThat(assignment.column(i)).isEqualTo(i);
    }
  }
}
