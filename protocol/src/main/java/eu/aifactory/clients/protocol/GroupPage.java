package eu.aifactory.clients.protocol;

import java.util.List;

/**
 * Answer to {@code GET /client-group}, newest group first.
 *
 * @param total groups that match, on all pages
 * @param offset of the first group listed
 * @param limit most groups on a page
 */
public record GroupPage(long total, int offset, int limit, List<GroupView> groups) {}
