package eu.aifactory.clients.agent.service;

import eu.aifactory.clients.protocol.Acknowledgement;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.BarrierReply;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Heartbeat;
import eu.aifactory.clients.protocol.HeartbeatReply;
import eu.aifactory.clients.protocol.Registered;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.SnapshotReply;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The service's side of the conversation, as the agent sees it. */
@Path("/api/v1/client-group")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface ServiceApi extends AutoCloseable {

  @POST
  @Path("/{id}/connect")
  Registered connect(@PathParam("id") long benchmarkId, Connect connect);

  @POST
  @Path("/{id}/agents/{agent}/heartbeat")
  HeartbeatReply heartbeat(
      @PathParam("id") long benchmarkId, @PathParam("agent") String agent, Heartbeat heartbeat);

  @GET
  @Path("/{id}/agents/{agent}/orders")
  HeartbeatReply orders(
      @PathParam("id") long benchmarkId,
      @PathParam("agent") String agent,
      @QueryParam("wait") long seconds,
      @QueryParam("run") String runId);

  @POST
  @Path("/{id}/runs/{run}/barrier")
  BarrierReply barrier(
      @PathParam("id") long benchmarkId, @PathParam("run") String runId, Barrier barrier);

  @POST
  @Path("/{id}/runs/{run}/snapshots")
  SnapshotReply snapshot(
      @PathParam("id") long benchmarkId, @PathParam("run") String runId, Snapshot snapshot);

  @PUT
  @Path("/{id}/runs/{run}/records/{agent}/{number}")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  Acknowledgement recordBlock(
      @PathParam("id") long benchmarkId,
      @PathParam("run") String runId,
      @PathParam("agent") String agent,
      @PathParam("number") int number,
      byte[] block);

  @PUT
  @Path("/{id}/runs/{run}/records/{agent}")
  Acknowledgement recordsEnd(
      @PathParam("id") long benchmarkId,
      @PathParam("run") String runId,
      @PathParam("agent") String agent,
      RecordsEnd end);

  @Override
  void close();
}
