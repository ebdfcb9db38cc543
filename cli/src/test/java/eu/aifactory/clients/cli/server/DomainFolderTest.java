package eu.aifactory.clients.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
            <protocol name="http-listener-2"><http/><ssl cert-nickname="s1as"/></protocol>
          </protocols><network-listeners>
            <network-listener name="http-listener-1" protocol="http-listener-1"/>
          </network-listeners></network-config>
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
    Files.writeString(shipped.resolve("config/keystore.p12"), "shipped");
    Files.writeString(shipped.resolve("config/logging.properties"), "theirs");
    Files.createDirectories(root.resolve("src/main/payara"));
    for (String file : new String[] {"domain.xsl", "tls.xsl", "logging.properties"}) {
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
  void speaksTlsWithAKeyAndKeepsNoneOnceItDoesNot() throws Exception {
    domain.create();
    Path given = Keytool.keyStore(root.resolve("given.p12"), "one");
    Path password = Files.writeString(root.resolve("password"), "secret-1");
    Optional<ServerKey> key =
        ServerKey.read(
            Map.of(
                ServerKey.KEY_STORE,
                given.toString(),
                ServerKey.PASSWORD_FILE,
                password.toString()));
    Path xml = folder.resolve("config/domain.xml");
    Path keyStore = folder.resolve("config/keystore.p12");

    domain.setKey(key);
    domain.setKey(key);
    assertThat(Files.readString(xml))
        .contains("<network-listener name=\"http-listener-1\" protocol=\"http-listener-2\"/>")
        .contains("<http server-header=\"false\" xpowered-by=\"false\"/>")
        .contains("tls11-enabled=\"false\"");
    assertThat(Files.size(keyStore)).isGreaterThan(500);

    domain.setKey(Optional.empty());
    assertThat(Files.readString(xml))
        .contains("<network-listener name=\"http-listener-1\" protocol=\"http-listener-1\"/>");
    assertThat(keyStore).hasContent("shipped");
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
