package eu.aifactory.clients.service.group;

/** What the caller wants of a client group; stored beside what is observed. */
public enum Desired {
  RUN,
  DELETED
}
