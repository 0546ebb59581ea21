package sluice.http.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one playlist of HLS (RFC 8216) of those that several nodes give of a stream: what one node
 * has without a break is a block, and blocks are put in the order of their dates.
 */
final class MergedPlaylist {
  private static final String BREAK = "#EXT-X-DISCONTINUITY";
  private static final String DATE = "#EXT-X-PROGRAM-DATE-TIME:";
  private static final String MAP = "#EXT-X-MAP:URI=\"";
  private static final String DURATION = "#EXT-X-TARGETDURATION:";
  private static final String END = "#EXT-X-ENDLIST";
  private static final String SEGMENT = "#EXTINF:";

  private final Set<String> head = new LinkedHashSet<>();
  private final List<Block> blocks = new ArrayList<>();
  private long duration;

  /**
   * What goes on without a break.
   *
   * @param map the line that names its initialisation
   * @param date when it begins
   * @param lines the others
   */
  private record Block(String map, Instant date, List<String> lines) {}

  private MergedPlaylist() {}

  /**
   * The playlist.
   *
   * @param parts as {@link sluice.http.recording} gives them, at least one
   */
  static String of(List<MergedAnswers.Part> parts) {
    MergedPlaylist merged = new MergedPlaylist();
    parts.forEach(merged::add);
    return merged.text();
  }

  private void add(MergedAnswers.Part part) {
    String node = "node=" + PassedRequest.encoded(part.node());
    String map = "";
    Instant date = Instant.MIN;
    List<String> lines = new ArrayList<>();
    boolean inHead = true;
    for (String line : part.text().lines().toList()) {
      if (line.startsWith(DURATION)) {
        duration = Math.max(duration, Long.parseLong(line.substring(DURATION.length())));
      } else if (line.equals(BREAK)) {
        blocks.add(new Block(map, date, lines));
        lines = new ArrayList<>();
      } else if (line.startsWith(MAP)) {
        map = named(line.substring(0, line.lastIndexOf('"')), node) + "\"";
        inHead = false;
      } else if (line.startsWith(DATE)) {
        date = Instant.parse(line.substring(DATE.length()));
        inHead = false;
      } else if (inHead && !line.startsWith(SEGMENT)) {
        head.add(line);
      } else if (!line.equals(END)) {
        lines.add(line.startsWith("#") ? line : named(line, node));
      }
    }
    blocks.add(new Block(map, date, lines));
  }

  private static String named(String address, String node) {
    return address + (address.contains("?") ? "&" : "?") + node;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    head.forEach(line -> append(text, line));
    append(text, DURATION + duration);
    String map = "";
    List<Block> sorted = blocks.stream().sorted(Comparator.comparing(Block::date)).toList();
    for (Block block : sorted) {
      if (!map.isEmpty()) {
        append(text, BREAK);
      }
      if (!block.map().equals(map)) {
        append(text, block.map());
        map = block.map();
      }
      append(text, DATE + block.date());
      block.lines().forEach(line -> append(text, line));
    }
    append(text, END);
    return text.toString();
  }

  private static void append(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
