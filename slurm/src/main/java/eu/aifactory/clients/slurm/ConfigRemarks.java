package eu.aifactory.clients.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What in a configuration is allowed and looks like a mistake. */
final class ConfigRemarks {
  private final SlurmConfig config;

  ConfigRemarks(SlurmConfig config) {
    this.config = config;
  }

  List<String> all() {
    List<String> remarks = new ArrayList<>();
    boolean plain =
        config
            .url()
            .filter(url -> "http".equals(url.getScheme()) && !isHere(url.getHost()))
            .isPresent();
    if (plain) {
      remarks.add("url is http to another host: the token can be read on the way");
    }
    Optional<SlurmSetting> name = config.setting(SlurmKey.USER_NAME);
    config
        .text(SlurmKey.JWT)
        .flatMap(token -> SlurmToken.of(token).user())
        // root's token is good for anybody.
        .filter(user -> !user.equals(config.userName()) && !user.equals("root"))
        .ifPresent(
            user ->
                remarks.add(
                    "the token is %s's and user_name is %s (%s), which Slurm may refuse: set AIF_SLURM_USER_NAME"
                        .formatted(
                            Redaction.of(user),
                            config.userName(),
                            name.map(SlurmSetting::origin).orElse("default"))));
    return List.copyOf(remarks);
  }

  private static boolean isHere(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
