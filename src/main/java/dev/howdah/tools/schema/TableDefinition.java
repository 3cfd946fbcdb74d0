package dev.howdah.tools.schema;

import dev.howdah.db.Session;
import dev.howdah.resource.Definitions;
import dev.howdah.resource.TableResource;
import dev.howdah.resource.TableUri;
import dev.howdah.tool.Call;
import dev.howdah.tool.Json;
import dev.howdah.tools.schema.TableDescription.Index;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** What {@code describe_table} says of one table, as a resource and to tell whether it changed. */
public final class TableDefinition implements TableResource.Reader, Definitions {

  @Override
  public Optional<String> read(TableUri table, Session session, Call call) {
    return described(session, table.schema(), table.table())
        .map(
            description -> {
              var out = new ByteArrayOutputStream();
              Json.write(out, description);
              return out.toString(StandardCharsets.UTF_8);
            });
  }

  @Override
  public Optional<String> of(Session session, String schema, String table) {
    return described(session, schema, table)
        .map(TableDefinition::lasting)
        .map(TableDefinition::digest);
  }

  private static Optional<TableDescription> described(
      Session session, String schema, String table) {
    Visible visible = new Visible(session.access());
    return visible.table(schema, table)
        ? new TableReader(session).read(schema, table).map(visible::of)
        : Optional.empty();
  }

  /** Without what statistics say, which changes all the time. */
  private static TableDescription lasting(TableDescription table) {
    return new TableDescription(
        table.table(),
        table.schema(),
        table.type(),
        table.comment(),
        table.columns(),
        table.primaryKey(),
        table.indexes().stream().map(TableDefinition::lasting).toList(),
        table.foreignKeys(),
        table.referencedBy(),
        table.checks(),
        table.triggers(),
        table.policies(),
        table.partitions(),
        null,
        null,
        table.definition());
  }

  private static Index lasting(Index index) {
    return new Index(
        index.name(),
        index.columns(),
        index.method(),
        index.unique(),
        index.primary(),
        index.partial(),
        index.definition(),
        null,
        null,
        index.valid());
  }

  private static String digest(TableDescription table) {
    try {
      byte[] text = table.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
