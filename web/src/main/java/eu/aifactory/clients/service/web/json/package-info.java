/** How bodies are read and written: the protocol's JSON, checked member by member. */
package eu.aifactory.clients.service.web.json;
