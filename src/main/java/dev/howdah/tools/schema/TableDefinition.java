package dev.howdah.tools.schema;

import dev.howdah.db.QuerySettings;
import dev.howdah.db.Session;
import dev.howdah.error.CallException;
import dev.howdah.error.ErrorCode;
import dev.howdah.resource.Definitions;
import dev.howdah.resource.TableResource;
import dev.howdah.resource.TableUri;
import dev.howdah.tool.Call;
import dev.howdah.tool.Format;
import dev.howdah.tool.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What {@code describe_table} says of one table, as a resource and to tell whether it changed. */
public final class TableDefinition implements TableResource.Reader, Definitions {

  private static final int MOST_COLUMNS = 1_600;

  private final QuerySettings limits;

  public TableDefinition(QuerySettings limits) {
    this.limits = limits;
  }

  @Override
  public Optional<String> read(TableUri table, Session session, Call call) {
    return described(session, table.schema(), table.table()).map(TableDefinition::json);
  }

  @Override
  public Optional<String> of(Session session, String schema, String table) {
    return described(session, schema, table)
        .map(TableDefinition::lasting)
        .map(TableDefinition::digest);
  }

  private Optional<TableDescription> described(Session session, String schema, String table) {
    try {
      var all = new DescribeTable.Arguments(table, schema, null, MOST_COLUMNS, Format.JSON);
      return Optional.of(DescribeTable.describe(session, all, limits));
    } catch (CallException e) {
      if (e.code() == ErrorCode.INVALID_REQUEST) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Without what statistics say, which changes all the time. */
  private static String lasting(TableDescription table) {
    var all = new LinkedHashMap<>((Map<?, ?>) Objects.requireNonNull(Json.plain(json(table))));
    all.keySet().removeAll(List.of("row_count", "size_bytes", "indexes"));
    List<String> indexes =
        table.indexes().stream().map(index -> index.definition() + index.valid()).toList();
    return all + " " + indexes;
  }

  private static String json(TableDescription table) {
    var out = new ByteArrayOutputStream();
    Json.write(out, table);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String digest(String table) {
    try {
      byte[] text = table.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
