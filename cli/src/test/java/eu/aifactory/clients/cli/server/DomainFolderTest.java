package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainFolderTest {
  private static final String SHIPPED =
      """
      <domain><configs>
        <config name="server-config">
          <java-config><jvm-options>-Xmx512m</jvm-options><jvm-options>-Dkept=1</jvm-options></java-config>
          <availability-service/>
          <network-config><protocols>
            <protocol name="http-listener-1"><http kept="1"><file-cache/></http></protocol>
          </protocols></network-config>
        </config>
        <config name="default-config">
          <java-config><jvm-options>-Xmx512m</jvm-options></java-config>
          <availability-service/>
        </config>
      </configs></domain>
      """;

  @TempDir Path root;
  private Path folder;
  private DomainFolder domain;

  @BeforeEach
  void installation() throws IOException {
    Path shipped = root.resolve("ear/target/payara7/glassfish/domains/domain1");
    Files.createDirectories(shipped.resolve("config"));
    Files.createDirectories(shipped.resolve("docroot/css"));
    Files.writeString(shipped.resolve("docroot/index.html"), "<html/>");
    Files.writeString(shipped.resolve("config/domain.xml"), SHIPPED);
    Files.writeString(shipped.resolve("config/logging.properties"), "theirs");
    Files.createDirectories(root.resolve("src/main/payara"));
    for (String file : new String[] {"domain.xsl", "logging.properties"}) {
      Files.copy(
          Path.of("../src/main/payara", file), root.resolve("src/main/payara").resolve(file));
    }
    folder = root.resolve("data/domain");
    Files.createDirectories(folder.getParent());
    domain = new DomainFolder(folder, Installation.at(root));
  }

  @Test
  void closesJmsAndSetsTheVirtualMachineOfTheServerAlone() throws IOException {
    domain.create();

    String xml = Files.readString(folder.resolve("config/domain.xml"));
    assertThat(xml).containsOnlyOnce("<jms-service type=\"REMOTE\"");
    assertThat(xml).containsOnlyOnce("-XX:+UseSerialGC");
    assertThat(xml).containsOnlyOnce("-Xmx512m");
    assertThat(xml).contains("-Dkept=1");
    assertThat(xml.indexOf("jms-service")).isLessThan(xml.indexOf("default-config"));
  }

  @Test
  void doesNotSayWhichServerAnswers() throws IOException {
    domain.create();

    assertThat(Files.readString(folder.resolve("config/domain.xml")))
        .contains("<http kept=\"1\" server-header=\"false\" xpowered-by=\"false\"><file-cache/>");
  }

  @Test
  void servesNoPagesOfItsOwn() throws IOException {
    domain.create();

    assertThat(folder.resolve("docroot")).isEmptyDirectory();
  }

  @Test
  void aCopyThatWasCutShortIsNoDomain() throws IOException {
    Files.createDirectories(root.resolve("data/domain.new/config"));

    assertThat(domain.exists()).isFalse();
    domain.create();
    assertThat(domain.exists()).isTrue();
  }

  @Test
  void changesTheLevelsOfAStartAndNothingElse() throws IOException {
    domain.create();
    Path file = folder.resolve("config/logging.properties");
    String before = Files.readString(file);

    domain.setLogLevels(Map.of("eu.aifactory.level", "FINE"));

    assertThat(Files.readString(file))
        .isEqualTo(before.replace("eu.aifactory.level=INFO", "eu.aifactory.level=FINE"))
        .isNotEqualTo(before);
  }
}
