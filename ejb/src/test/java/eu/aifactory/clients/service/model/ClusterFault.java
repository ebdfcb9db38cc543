package eu.aifactory.clients.service.model;

/** What goes wrong with one call of the cluster. */
enum ClusterFault {
  NONE,
  /** The token is not accepted: nothing was done. */
  BAD_TOKEN,
  /** Nobody listens: nothing was sent. */
  REFUSED_CONNECTION,
  /** The same, and it takes minutes to find that out. */
  REFUSED_SLOWLY,
  /** The connection is closed before anything was done. */
  CLOSED_BEFORE,
  /** The connection is closed when it was done, before the answer. */
  CLOSED_AFTER,
  /** 500, though it was done. */
  ERROR_THOUGH_DONE,
  /** Half of the answer, or a page of a proxy: it was done. */
  TORN_ANSWER,
  /** Delivered twice, and done twice. */
  TWICE,
  /** The same, and the answer is lost. */
  TWICE_WITHOUT_ANSWER,
  /** No answer until the caller gives up, and it is done after: minutes later, it may be. */
  HANGS_AND_IS_LATE,
  /** No answer until the caller gives up: it was never done. */
  HANGS,
  /** A list that lacks all jobs though there are some. */
  EMPTY_ANSWER,
  /** The site says no, for good: no such account. */
  REFUSED
}
