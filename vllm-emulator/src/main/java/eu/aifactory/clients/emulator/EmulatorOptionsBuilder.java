package eu.aifactory.clients.emulator;

import eu.aifactory.clients.emulator.EmulatorOptions.RoleChunk;
import eu.aifactory.clients.emulator.EmulatorOptions.Wire;
import java.time.Duration;
import java.util.List;

/** Collects the options of an emulator, each at its default until set; not for several threads. */
public final class EmulatorOptionsBuilder {
  private String host = EmulatorOptions.DEFAULT_HOST;
  private int port = EmulatorOptions.DEFAULT_PORT;
  private int eventLoops = EmulatorOptions.DEFAULT_EVENT_LOOPS;
  private boolean epoll = true;
  private String servedModelName = EmulatorOptions.DEFAULT_MODEL;
  private int maxModelLen = EmulatorOptions.DEFAULT_MAX_MODEL_LEN;
  private int maxNumSeqs = EmulatorOptions.DEFAULT_MAX_NUM_SEQS;
  private Duration firstToken = EmulatorOptions.DEFAULT_FIRST_TOKEN;
  private Duration betweenTokens = EmulatorOptions.DEFAULT_BETWEEN_TOKENS;
  private int outputTokens = 0;
  private int defaultMaxTokens = EmulatorOptions.DEFAULT_MAX_TOKENS;
  private int streamInterval = 1;
  private RoleChunk roleChunk = RoleChunk.WITH_FIRST_TOKEN;
  private boolean burst = false;
  private boolean coalesce = false;
  private String apiKey = "";
  private Wire wire = Wire.PLAIN;
  private Duration keepAlive = EmulatorOptions.DEFAULT_KEEP_ALIVE;
  private Duration serviceStart = EmulatorOptions.DEFAULT_SERVICE_START;
  private boolean prefixCaching;
  private int truthCapacity = 0;
  private Duration warmUp = Duration.ZERO;
  private List<Fault> faults = List.of();

  EmulatorOptionsBuilder() {}

  public EmulatorOptionsBuilder host(String value) {
    host = value;
    return this;
  }

  public EmulatorOptionsBuilder port(int value) {
    port = value;
    return this;
  }

  public EmulatorOptionsBuilder eventLoops(int value) {
    eventLoops = value;
    return this;
  }

  public EmulatorOptionsBuilder epoll(boolean value) {
    epoll = value;
    return this;
  }

  public EmulatorOptionsBuilder servedModelName(String value) {
    servedModelName = value;
    return this;
  }

  public EmulatorOptionsBuilder maxModelLen(int value) {
    maxModelLen = value;
    return this;
  }

  public EmulatorOptionsBuilder maxNumSeqs(int value) {
    maxNumSeqs = value;
    return this;
  }

  public EmulatorOptionsBuilder firstToken(Duration value) {
    firstToken = value;
    return this;
  }

  public EmulatorOptionsBuilder betweenTokens(Duration value) {
    betweenTokens = value;
    return this;
  }

  public EmulatorOptionsBuilder outputTokens(int value) {
    outputTokens = value;
    return this;
  }

  public EmulatorOptionsBuilder defaultMaxTokens(int value) {
    defaultMaxTokens = value;
    return this;
  }

  public EmulatorOptionsBuilder streamInterval(int value) {
    streamInterval = value;
    return this;
  }

  public EmulatorOptionsBuilder roleChunk(RoleChunk value) {
    roleChunk = value;
    return this;
  }

  public EmulatorOptionsBuilder burst(boolean value) {
    burst = value;
    return this;
  }

  public EmulatorOptionsBuilder coalesce(boolean value) {
    coalesce = value;
    return this;
  }

  public EmulatorOptionsBuilder apiKey(String value) {
    apiKey = value;
    return this;
  }

  public EmulatorOptionsBuilder wire(Wire value) {
    wire = value;
    return this;
  }

  public EmulatorOptionsBuilder keepAlive(Duration value) {
    keepAlive = value;
    return this;
  }

  public EmulatorOptionsBuilder serviceStart(Duration value) {
    serviceStart = value;
    return this;
  }

  public EmulatorOptionsBuilder prefixCaching(boolean value) {
    prefixCaching = value;
    return this;
  }

  public EmulatorOptionsBuilder truthCapacity(int value) {
    truthCapacity = value;
    return this;
  }

  public EmulatorOptionsBuilder warmUp(Duration value) {
    warmUp = value;
    return this;
  }

  public EmulatorOptionsBuilder faults(List<Fault> value) {
    faults = value;
    return this;
  }

  /** The wire switches set so far, for changing one of them. */
  Wire wire() {
    return wire;
  }

  public EmulatorOptions build() {
    return new EmulatorOptions(
        host,
        port,
        eventLoops,
        epoll,
        servedModelName,
        maxModelLen,
        maxNumSeqs,
        firstToken,
        betweenTokens,
        outputTokens,
        defaultMaxTokens,
        streamInterval,
        roleChunk,
        burst,
        coalesce,
        apiKey,
        wire,
        keepAlive,
        serviceStart,
        prefixCaching,
        truthCapacity,
        warmUp,
        faults);
  }
}
