package eu.aifactory.clients.protocol;

/**
 * A record made of parts, whose JSON does not show it: the members of its {@link Part}s stand among
 * its own, in one object. So that what several documents share is written down once. Each such
 * record names this interface itself: JSON-B does not look for it behind another.
 */
public interface Flattened {

  /** A record whose members stand in the object of the record that holds it; never {@code null}. */
  interface Part {}
}
