package dev.howdah.db;

import dev.howdah.sql.AgentSql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of an agent, as it will run.
 *
 * @param text what was judged; it is sent as it stands, in a Parse message of its own
 * @param values for {@code $1…$n}: String, Number, Boolean, List, Map, {@link Printed} or null
 */
public record Statement(AgentSql text, List<? extends @Nullable Object> values, RunAs as) {

  public Statement {
    values = Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
  }

  /** A statement with the rights of the connection. */
  public Statement(AgentSql text, List<? extends @Nullable Object> values) {
    this(text, values, RunAs.ITSELF);
  }
}
