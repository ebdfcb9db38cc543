package eu.aifactory.clients.service.settings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A setting that was changed while the service ran. */
@Entity
@Table(name = "setting")
public class Setting {
  @Id private String name;

  @Column(name = "setting_value")
  private String value;

  protected Setting() {
    // for the container
  }

  Setting(String name, String value) {
    this.name = name;
    this.value = value;
  }

  String value() {
    return value;
  }
}
