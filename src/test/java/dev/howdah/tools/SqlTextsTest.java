package dev.howdah.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.howdah.sql.Sql;
import dev.howdah.testing.OnEveryPostgres;
import dev.howdah.testing.TestDatabase;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prepares every text of the tools and holds its columns against the record that reads them. */
@OnEveryPostgres
record SqlTextsTest(TestDatabase database) {

  private static final String TEXTS =
      """
      tools.schema.ListSchemas, SCHEMAS,     tools.schema.ListSchemas$Schema
      tools.schema.ListTables,  TABLES,      tools.schema.ListTables$Row
      tools.schema.ListTables,  NAMES,       tools.schema.ListTables$Name
      known.Lineage,            LINEAGE,     known.Lineage
      known.TypeLineage,        TYPES,       known.TypeLineage
      tools.schema.Relations,   RELATION,    tools.schema.Relation
      tools.schema.TableRows,   PARTITIONING, tools.schema.Partitioning
      tools.schema.TableRows,   VIEW,        tools.schema.TableRows$View
      tools.schema.TableRows,   COLUMNS,     tools.schema.TableRows$Column
      tools.schema.TableRows,   CONSTRAINTS, tools.schema.TableRows$Constraint
      tools.schema.TableRows,   INDEXES,     tools.schema.TableRows$Index
      tools.schema.TableRows,   TRIGGERS,    tools.schema.TableRows$Trigger
      tools.schema.TableRows,   POLICIES,    tools.schema.TableRows$Policy
      tools.schema.TableRows,   RELATIVES,   tools.schema.TableRows$Relative
      tools.search.InventoryReader, STAMP,      tools.search.InventoryReader$Stamp
      tools.search.InventoryReader, RELATIONS,  tools.search.InventoryReader$RelationRow
      tools.search.InventoryReader, INDEXES,    tools.search.InventoryReader$IndexRow
      tools.search.InventoryReader, REFERENCES, tools.search.InventoryReader$ReferenceRow
      tools.search.InventoryReader, OTHERS,     tools.search.InventoryReader$OtherRow
      tools.search.Partition,   PARTITION,   tools.search.Partition
      tools.server.DbIdentity,  IDENTITY,    tools.server.DbIdentity$Identity
      tools.server.Reached,     NOTHING,     tools.server.Reached$Answer
      tools.sql.Explain,        TABLES,      tools.sql.PlanReader$Table
      tools.vector.TableFinder, RELATION,    tools.vector.TableFinder$Found
      tools.vector.TableFinder, COLUMNS,     tools.vector.Columns$Column
      tools.vector.IndexAdvice, INDEXES,     tools.vector.IndexAdvice$Index
      tools.vector.NamedIndexes, INDEXES,    tools.vector.NamedIndexes$Index
      tools.vector.Question,    LANGUAGES,   tools.vector.Question$Language
      """;

  @ParameterizedTest
  @CsvSource(textBlock = TEXTS)
  void givesTheColumnsOfItsRecord(String owner, String field, String record)
      throws ReflectiveOperationException, SQLException {
    var text = text(owner, field).numbered().text().replaceAll("\\$\\d+", "?");
    var components =
        Arrays.stream(type(record).getRecordComponents()).map(SqlTextsTest::column).toList();
    var columns = new ArrayList<String>();
    try (var connection = database.connect(database.reader());
        var statement = connection.prepareStatement(text)) {
      var described = statement.getMetaData();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        columns.add(described.getColumnLabel(i) + " " + kind(described.getColumnTypeName(i)));
      }
    }
    assertThat(columns).containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void knowsEveryText() throws IOException {
    var fields =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.howdah.tools", "dev.howdah.known")
                .stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Sql.class))
                .filter(field -> !field.getOwner().getPackageName().endsWith(".tools.queue"))
                .map(SqlTextsTest::name)
                .toList();
    assertThat(TEXTS.lines().map(line -> line.replaceAll("(\\S+), +(\\w+).*", "$1.$2")))
        .containsExactlyInAnyOrderElementsOf(fields);
    var texts = TEXTS.lines().map(line -> line.split(", +")).map(parts -> text(parts[0], parts[1]));
    var resources = new ArrayList<String>();
    for (var folder : List.of("tools", "known")) {
      try (Stream<Path> files = Files.walk(Path.of("src/main/resources/dev/howdah", folder))) {
        for (var file : files.filter(SqlTextsTest::isText).toList()) {
          resources.add(Files.readString(file));
        }
      }
    }
    assertThat(texts.map(Sql::toString).toList()).containsAll(resources);
  }

  /** Those of the job queue name its tables, which differ; QueueTextsTest holds them. */
  private static boolean isText(Path file) {
    return Files.isRegularFile(file)
        && !file.startsWith("src/main/resources/dev/howdah/tools/queue");
  }

  private static String name(JavaField field) {
    return field.getOwner().getName().substring("dev.howdah.".length()) + "." + field.getName();
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("dev.howdah." + name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(name, e);
    }
  }

  private static Sql text(String owner, String name) {
    try {
      var field = type(owner).getDeclaredField(name);
      field.setAccessible(true);
      return (Sql) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(owner + "." + name, e);
    }
  }

  private static String column(RecordComponent component) {
    var name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    var type = component.getType();
    var kind =
        type == String.class
            ? "text"
            : type == List.class
                ? "texts"
                : Set.of(int.class, Integer.class, long.class, Long.class).contains(type)
                    ? "whole number"
                    : type.getSimpleName();
    return name + " " + kind;
  }

  private static String kind(String postgresType) {
    return switch (postgresType) {
      case "text", "name", "char" -> "text";
      case "_text", "_name" -> "texts";
      case "int4", "int8", "oid" -> "whole number";
      case "bool" -> "boolean";
      default -> postgresType;
    };
  }
}
