package eu.aifactory.clients.service.model;

import java.sql.SQLException;

/** What a bean meets when the database cannot be used. */
final class DatabaseGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseGone() {
    super("the database has gone away", new SQLException("terminating connection", "57P01"));
  }
}
