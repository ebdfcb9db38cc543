package eu.aifactory.clients.service.monitor;

import eu.aifactory.clients.protocol.ObserverRegistration;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Somebody who wants to be told of runs, of one group or of all. */
@Entity
@Table(name = "observer")
public class Observer {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "aif_seq")
  private Long pk;

  @Column(name = "group_pk")
  private Long groupPk;

  @Column(name = "ip_address")
  private String ipAddress;

  private int port;
  private String frequency;
  private String format;

  protected Observer() {
    // for the container
  }

  /**
   * @param groupPk whose runs it is told of; {@code null} for those of every group
   */
  Observer(Long groupPk, ObserverRegistration registration) {
    this.groupPk = groupPk;
    this.ipAddress = registration.ipAddress();
    this.port = registration.port();
    this.frequency = registration.updatePreferences().frequency();
    this.format = registration.updatePreferences().format();
  }

  ObserverRegistration registration() {
    return new ObserverRegistration(
        ipAddress, port, new ObserverRegistration.UpdatePreferences(frequency, format));
  }
}
