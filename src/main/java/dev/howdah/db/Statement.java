package dev.howdah.db;

import dev.howdah.sql.AgentSql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of an agent, as it will run.
 *
 * @param text what will be judged
 * @param values for {@code $1…$n}: String, Number, Boolean, List, Map, {@link Printed} or null
 */
public record Statement(AgentSql text, List<? extends @Nullable Object> values) {

  public Statement {
    values = Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
  }
}
