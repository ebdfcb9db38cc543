package eu.aifactory.clients.service.records;

import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.service.settings.WireText;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An agent's word that it has delivered all its blocks of a run. */
@Entity
@Table(name = "records_end")
public class DeliveredEnd {
  @EmbeddedId private RecordsKey key;

  private String body;

  protected DeliveredEnd() {
    // for the container
  }

  DeliveredEnd(RecordsKey key, RecordsEnd end) {
    this.key = key;
    this.body = WireText.write(end);
  }

  RecordsEnd end() {
    return WireText.read(body, RecordsEnd.class);
  }
}
