package sluice.stage.sink.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.PathType;
import sluice.config.binding.ValueType;
import sluice.json.JsonSchema;

/** Type of a database's address. What can't be used is not shown: a password may be in it. */
record DatabaseUrlType() implements ValueType<DatabaseUrl> {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRES = "jdbc:postgresql://";
  private static final int LONGEST = 4_096;
  private static final int MOST_SERVERS = 4;
  private static final int LAST_PORT = 65_535;
  private static final String STANDARD_PORT = "5432";

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?");
  private static final Pattern DATABASE =
      Pattern.compile("(?:[A-Za-z0-9_.~$-]|%[0-9A-Fa-f]{2}){1,189}");

  @Override
  public JavaType type() {
    return JavaType.of(DatabaseUrl.class);
  }

  @Override
  public @Nullable DatabaseUrl read(ConfigNode node) {
    String text = node.text();
    if (text == null) {
      return node.refuse(expected());
    }
    if (hasUser(text) || UrlParameters.hasSecret(text.substring(text.indexOf('?') + 1))) {
      return node.refuse(
          "an address with a user or a password",
          "one without; user and password are settings of their own, as in password ="
              + " ${?SQL_PASSWORD}",
          Optional.empty());
    }
    DatabaseUrl url = parse(text);
    return url == null
        ? node.refuse("an address that can't be used", expected(), Optional.empty())
        : url;
  }

  /** Whether something stands before an at sign where servers are named. */
  private static boolean hasUser(String text) {
    if (text.startsWith(SQLITE)) {
      return false;
    }
    int start = text.indexOf("//");
    int end = start < 0 ? -1 : text.indexOf('/', start + 2);
    return text.substring(0, end < 0 ? text.length() : end).indexOf('@') >= 0;
  }

  private static @Nullable DatabaseUrl parse(String text) {
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      return null;
    }
    if (text.startsWith(SQLITE)) {
      return sqlite(text, text.substring(SQLITE.length()));
    }
    return text.startsWith(POSTGRES) ? postgres(text, text.substring(POSTGRES.length())) : null;
  }

  /** Forms that begin with a colon or with {@code file:} are not those of plain paths. */
  private static @Nullable DatabaseUrl sqlite(String text, String file) {
    if (file.startsWith(":") || file.startsWith("file:") || file.indexOf('?') >= 0) {
      return null;
    }
    Path path = PathType.parse(file);
    return path == null || file.endsWith("/") ? null : new DatabaseUrl.Sqlite(text, path);
  }

  private static @Nullable DatabaseUrl postgres(String text, String rest) {
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    int slash = place.indexOf('/');
    if (slash < 0 || !DATABASE.matcher(place.substring(slash + 1)).matches()) {
      return null;
    }
    String servers = servers(place.substring(0, slash));
    Map<String, String> parameters =
        question < 0 ? Map.of() : UrlParameters.parse(rest.substring(question + 1));
    return servers == null || parameters == null
        ? null
        : new DatabaseUrl.Postgres(text, servers, place.substring(slash + 1), parameters);
  }

  private static @Nullable String servers(String text) {
    List<String> servers = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher parts = SERVER.matcher(each);
      if (!parts.matches()) {
        return null;
      }
      String port = parts.group(2) == null ? STANDARD_PORT : parts.group(2);
      if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > LAST_PORT) {
        return null;
      }
      servers.add(parts.group(1) + ":" + port);
    }
    return servers.size() <= MOST_SERVERS ? String.join(",", servers) : null;
  }

  @Override
  public String expected() {
    return "jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE; of PostgreSQL's parameters "
        + UrlParameters.names();
  }

  @Override
  public Object write(DatabaseUrl value, boolean reveal) {
    return value.text();
  }

  @Override
  public Map<String, Object> schema() {
    return JsonSchema.type("string", Map.of("minLength", 1, "maxLength", LONGEST));
  }
}
