package dev.howdah.testing;

import java.util.UUID;

/** A user and its password. */
public record Login(String user, String password) {

  static Login withRandomPassword(String user) {
    return new Login(user, UUID.randomUUID().toString().replace("-", ""));
  }
}
