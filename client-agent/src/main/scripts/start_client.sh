#!/usr/bin/env bash
# Starts one client process (an agent): what a job runs. Everything but the four arguments comes by
# environment; docs/agent.md lists it.
set -u

usage='usage: start_client.sh NUM_CLIENTS SERVER_ADDR CLIENT_SERVICE_ADDR BENCHMARK_ID [--container]'

refuse() {
  printf '%s\n' "$1" >&2
  exit 2
}

container=no
arguments=()
for argument in "$@"; do
  case "$argument" in
    --container) container=yes ;;
    --help | -h)
      printf '%s\n' "$usage"
      exit 0
      ;;
    -*) refuse "unknown option \"$argument\"; $usage" ;;
    *) arguments+=("$argument") ;;
  esac
done
[ "${#arguments[@]}" -eq 4 ] || refuse "4 arguments are needed, not ${#arguments[@]}; $usage"

if [ "$container" = yes ]; then
  [ -n "${AIF_CLIENT_IMAGE:-}" ] || refuse '--container needs the image of the client in AIF_CLIENT_IMAGE'
  [ -r "$AIF_CLIENT_IMAGE" ] || refuse "AIF_CLIENT_IMAGE names \"$AIF_CLIENT_IMAGE\", which cannot be read"
  command -v apptainer >/dev/null || refuse '--container needs apptainer on the PATH'
  exec apptainer run "$AIF_CLIENT_IMAGE" "${arguments[@]}"
fi

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
java='' java_id=''
# shellcheck source-path=SCRIPTDIR source=find-java.sh
. "$here/find-java.sh"
find_java

# Serial collector: nothing here lives long but a few histograms, and its pauses are short in a young
# generation this small, without a second collector's threads on the cores that the load needs.
flags=(-XX:+UseSerialGC -Xss512k "-Xms${AIF_AGENT_HEAP_MIN:-64m}" "-Xmx${AIF_AGENT_HEAP_MAX:-512m}")
cache="$here/aif-client-agent-$java_id.aot"
if [ -r "$cache" ]; then
  # auto: a cache that does not fit this JDK or these jars is passed over, not an error.
  flags+=("-XX:AOTCache=$cache" -XX:AOTMode=auto -Xlog:aot=off -Xlog:cds=off)
fi

exec "$java" "${flags[@]}" -jar "$here/aif-client-agent.jar" "${arguments[@]}"
