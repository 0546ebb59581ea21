package sluice.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Table formatter: rows of cells, aligned for a fixed-width font: columns two blanks apart, as wide
 * as their widest cell.
 */
public final class TextTable {
  private final int leftAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /** The first columns, so many, are aligned to the left, the others to the right. */
  public TextTable(int leftAligned) {
    this.leftAligned = leftAligned;
  }

  /** Adds a row; rows have as many cells as the first one. */
  public TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The rows as lines, each with a line feed and without trailing blanks. */
  public String render() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : "  ").append(padded(row.get(column), column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private String padded(String cell, int column) {
    int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    String blanks = " ".repeat(width - cell.length());
    return column < leftAligned ? cell + blanks : blanks + cell;
  }
}
