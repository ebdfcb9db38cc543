package eu.aifactory.clients.service.model;

/** What befalls an instance at the edge of a transaction or of a call of the cluster. */
enum Mishap {
  /** {@code kill -9}; another life of the same name begins. */
  KILLED,
  /** It stands still while the others go on, for less or more than its leases last. */
  PAUSED,
  /** The transaction does not begin. */
  DATABASE_REFUSES,
  /** It was committed, and nobody is told. */
  COMMIT_NOT_TOLD
}
