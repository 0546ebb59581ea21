package sluice.stage.track;

import java.util.Arrays;

/**
 * Exact assignment of rows to columns so that the sum of the gains of the pairs is greatest. Pairs
 * without a gain are never made. The graph of pairs is sparse: it is taken apart into its connected
 * parts, each of which is solved by itself, by shortest augmenting paths (Jonker and Volgenant
 * 1987). Keeps its memory from one use to the next; for one thread.
 */
final class Assignment {
  private static final int FIRST_CAPACITY = 64;
  private static final int NONE = -1;

  private int rows;
  private int columns;
  private int pairs;
  private int[] pairRow = new int[FIRST_CAPACITY];
  private int[] pairColumn = new int[FIRST_CAPACITY];
  private double[] pairGain = new double[FIRST_CAPACITY];
  private int[] parent = new int[FIRST_CAPACITY];
  private int[] columnOfRow = new int[FIRST_CAPACITY];
  private int[] order = new int[FIRST_CAPACITY];
  private int[] place = new int[FIRST_CAPACITY];
  private final Part part = new Part();

  /** Forgets all pairs. */
  void begin(int rowCount, int columnCount) {
    rows = rowCount;
    columns = columnCount;
    pairs = 0;
    int nodes = rows + columns;
    parent = grown(parent, nodes);
    place = grown(place, nodes);
    columnOfRow = grown(columnOfRow, rows);
    for (int i = 0; i < nodes; i++) {
      parent[i] = i;
    }
    Arrays.fill(columnOfRow, 0, rows, NONE);
  }

  /** Allows a pair, each at most once. */
  void allow(int row, int column, double gain) {
    if (gain <= 0) {
      return;
    }
    if (pairs == pairRow.length) {
      pairRow = Arrays.copyOf(pairRow, 2 * pairs);
      pairColumn = Arrays.copyOf(pairColumn, 2 * pairs);
      pairGain = Arrays.copyOf(pairGain, 2 * pairs);
    }
    pairRow[pairs] = row;
    pairColumn[pairs] = column;
    pairGain[pairs] = gain;
    pairs++;
    int one = root(row);
    int other = root(rows + column);
    parent[Math.max(one, other)] = Math.min(one, other);
  }

  /** Makes the pairs; then {@link #column} has them. */
  void solve() {
    groupByPart();
    int first = 0;
    while (first < pairs) {
      int root = root(pairRow[order[first]]);
      int end = first + 1;
      while (end < pairs && root(pairRow[order[end]]) == root) {
        end++;
      }
      solvePart(first, end);
      first = end;
    }
  }

  /** The column of a row; negative where it has none. */
  int column(int row) {
    return columnOfRow[row];
  }

  /**
   * Orders pairs by part, those of a part as they were allowed: a counting sort over the parts'
   * roots.
   */
  private void groupByPart() {
    order = grown(order, pairs);
    int nodes = rows + columns;
    Arrays.fill(place, 0, nodes, 0);
    for (int i = 0; i < pairs; i++) {
      place[root(pairRow[i])]++;
    }
    int before = 0;
    for (int i = 0; i < nodes; i++) {
      int count = place[i];
      place[i] = before;
      before += count;
    }
    for (int i = 0; i < pairs; i++) {
      order[place[root(pairRow[i])]++] = i;
    }
  }

  private void solvePart(int first, int end) {
    if (end - first == 1) {
      columnOfRow[pairRow[order[first]]] = pairColumn[order[first]];
      return;
    }
    part.begin();
    for (int i = first; i < end; i++) {
      int pair = order[i];
      part.add(pairRow[pair], pairColumn[pair], pairGain[pair]);
    }
    part.solve(columnOfRow);
  }

  private int root(int node) {
    int at = node;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  private static int[] grown(int[] array, int length) {
    return array.length < length ? new int[Math.max(length, 2 * array.length)] : array;
  }

  /** One connected part, as a dense square matrix of costs. */
  private static final class Part {
    private int[] rowNumbers = new int[FIRST_CAPACITY];
    private int[] columnNumbers = new int[FIRST_CAPACITY];
    private int rowCount;
    private int columnCount;
    private int[] givenRow = new int[FIRST_CAPACITY];
    private int[] givenColumn = new int[FIRST_CAPACITY];
    private double[] given = new double[FIRST_CAPACITY];
    private int size;
    private double[] cost = new double[FIRST_CAPACITY];
    private double[] rowPotential = new double[FIRST_CAPACITY];
    private double[] columnPotential = new double[FIRST_CAPACITY];
    private double[] least = new double[FIRST_CAPACITY];
    private int[] rowOfColumn = new int[FIRST_CAPACITY];
    private int[] way = new int[FIRST_CAPACITY];
    private boolean[] visited = new boolean[FIRST_CAPACITY];

    void begin() {
      rowCount = 0;
      columnCount = 0;
      size = 0;
    }

    void add(int row, int column, double gain) {
      if (size == given.length) {
        givenRow = Arrays.copyOf(givenRow, 2 * size);
        givenColumn = Arrays.copyOf(givenColumn, 2 * size);
        given = Arrays.copyOf(given, 2 * size);
        rowNumbers = Arrays.copyOf(rowNumbers, 2 * size);
        columnNumbers = Arrays.copyOf(columnNumbers, 2 * size);
      }
      int localRow = indexOf(rowNumbers, rowCount, row);
      if (localRow == rowCount) {
        rowNumbers[rowCount++] = row;
      }
      int localColumn = indexOf(columnNumbers, columnCount, column);
      if (localColumn == columnCount) {
        columnNumbers[columnCount++] = column;
      }
      givenRow[size] = localRow;
      givenColumn[size] = localColumn;
      given[size] = gain;
      size++;
    }

    private static int indexOf(int[] numbers, int count, int number) {
      int at = 0;
      while (at < count && numbers[at] != number) {
        at++;
      }
      return at;
    }

    /**
     * Shortest augmenting paths over an n x n matrix, n = rows + columns at most: a row may stay
     * alone at a cost of 0 in a column of its own, so n is rows by columns + rows.
     */
    void solve(int[] columnOfRow) {
      int width = columnCount + rowCount;
      reserve(width);
      Arrays.fill(cost, 0, rowCount * width, 0);
      for (int i = 0; i < size; i++) {
        cost[givenRow[i] * width + givenColumn[i]] = -given[i];
      }
      Arrays.fill(rowPotential, 0, rowCount + 1, 0);
      Arrays.fill(columnPotential, 0, width + 1, 0);
      Arrays.fill(rowOfColumn, 0, width + 1, 0);
      for (int row = 1; row <= rowCount; row++) {
        augment(row, width);
      }
      for (int column = 1; column <= columnCount; column++) {
        int row = rowOfColumn[column];
        if (row > 0 && cost[(row - 1) * width + column - 1] < 0) {
          columnOfRow[rowNumbers[row - 1]] = columnNumbers[column - 1];
        }
      }
    }

    private void augment(int row, int width) {
      rowOfColumn[0] = row;
      Arrays.fill(least, 0, width + 1, Double.POSITIVE_INFINITY);
      Arrays.fill(visited, 0, width + 1, false);
      int column = 0;
      do {
        column = step(column, width);
      } while (rowOfColumn[column] != 0);
      while (column != 0) {
        int before = way[column];
        rowOfColumn[column] = rowOfColumn[before];
        column = before;
      }
    }

    /** Visits a column and gives the nearest one that isn't visited yet. */
    private int step(int column, int width) {
      visited[column] = true;
      int row = rowOfColumn[column];
      double delta = Double.POSITIVE_INFINITY;
      int nearest = 0;
      for (int other = 1; other <= width; other++) {
        if (visited[other]) {
          continue;
        }
        double reduced =
            cost[(row - 1) * width + other - 1] - rowPotential[row] - columnPotential[other];
        if (reduced < least[other]) {
          least[other] = reduced;
          way[other] = column;
        }
        if (least[other] < delta) {
          delta = least[other];
          nearest = other;
        }
      }
      for (int other = 0; other <= width; other++) {
        if (visited[other]) {
          rowPotential[rowOfColumn[other]] += delta;
          columnPotential[other] -= delta;
        } else {
          least[other] -= delta;
        }
      }
      return nearest;
    }

    private void reserve(int width) {
      if (cost.length < rowCount * width) {
        cost = new double[2 * rowCount * width];
      }
      if (least.length <= width) {
        int room = 2 * width + 1;
        rowPotential = new double[room];
        columnPotential = new double[room];
        least = new double[room];
        rowOfColumn = new int[room];
        way = new int[room];
        visited = new boolean[room];
      }
    }
  }
}
