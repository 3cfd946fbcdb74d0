package dev.howdah.auth;

import dev.howdah.config.Nearest;
import dev.howdah.config.YamlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that gives callers their roles:
 *
 * <pre>{@code
 * roles:
 *   analyst:
 *     schemas: [public, sales]
 *     operations: [select]
 *     blocked_columns: {public.users: [password]}
 * users:
 *   alice@example.com: analyst
 *   "group:data-team": {role: analyst}
 *   _default: analyst
 * }</pre>
 */
record PermissionsFile(Map<String, Role> roles, Permissions.Assignments assignments) {

  private static final String DEFAULT = "_default";
  private static final String GROUP = "group:";

  /**
   * Reads the file.
   *
   * @param problems takes everything that is wrong, a sentence each; what is returned is of use
   *     only when there is nothing
   */
  static PermissionsFile read(String file, List<String> problems) {
    @Nullable Object content = null;
    try {
      content = YamlFile.read(file);
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage() + " (from access.permissions-file)");
    }
    var root = new Node("", content, problem -> problems.add(problem + " (from " + file + ")"));
    if (content != null && !(content instanceof Map)) {
      problems.add("the file " + file + " must hold \"roles:\" and \"users:\"");
      root = new Node("", null, problems::add);
    }
    return read(root);
  }

  private static PermissionsFile read(Node root) {
    Map<String, Node> parts = root.entries(List.of("roles", "users"));
    var roles = new LinkedHashMap<String, Role>();
    part(parts, "roles")
        .forEach((name, node) -> roles.put(name, new RoleReader(name, node).read()));
    var subjects = new LinkedHashMap<String, Role>();
    var groups = new LinkedHashMap<String, Role>();
    var others = new LinkedHashMap<String, Role>();
    part(parts, "users")
        .forEach(
            (name, node) ->
                role(node, roles)
                    .ifPresent(
                        role -> {
                          if (name.equals(DEFAULT)) {
                            others.put(name, role);
                          } else if (name.startsWith(GROUP)) {
                            groups.put(name.substring(GROUP.length()), role);
                          } else {
                            subjects.put(name, role);
                          }
                        }));
    return new PermissionsFile(
        roles, new Permissions.Assignments(subjects, groups, others.get(DEFAULT)));
  }

  private static Map<String, Node> part(Map<String, Node> parts, String key) {
    return Optional.ofNullable(parts.get(key)).map(Node::entries).orElse(Map.of());
  }

  /** The role that a user has, as its name or as {@code {role: name}}. */
  private static Optional<Role> role(Node user, Map<String, Role> roles) {
    Node named = user;
    if (user.value() instanceof Map) {
      named =
          user.entries(List.of("role"))
              .getOrDefault("role", new Node(user.path() + ".role", null, user.problems()));
    }
    return named.text(
        "one of the roles " + String.join(", ", roles.keySet()),
        name ->
            Optional.ofNullable(roles.get(name))
                .orElseThrow(
                    () -> new IllegalArgumentException(Nearest.hint(name, roles.keySet()))));
  }
}
