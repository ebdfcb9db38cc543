#!/usr/bin/env bash
# Makes the agent start faster on this JDK: runs it once and keeps what its start needed in an AOT cache
# beside the jar. May be skipped; start_client.sh uses a cache that fits the JDK it found and does
# without otherwise. Needs JDK 25 or later, about 50 MB and 10 s.
set -u

here=$(cd "${BASH_SOURCE[0]%/*}" && pwd) || exit 1
java='' java_id=''
# shellcheck source-path=SCRIPTDIR source=find-java.sh
. "$here/find-java.sh"
find_java

version=${java_id#jdk}
if [ "${version%%[!0-9]*}" -lt 25 ]; then
  printf 'no cache: %s is of version %s, and JDK 25 or later makes one\n' "$java" "$version"
  exit 0
fi
if [ ! -w "$here" ]; then
  printf 'no cache: "%s" cannot be written\n' "$here" >&2
  exit 1
fi

cache="$here/aif-client-agent-$java_id.aot"
fresh="$cache.$$"
trap 'rm -f "$fresh" "$fresh.config"' EXIT

# The agent registers with itself: its client and its server both do their part, the answer is that
# there is no such group, and it ends. C1 alone, because what C2 learns in a second would have it
# compile during every start, on the cores that the start needs.
rehearse() {
  env -u SLURM_JOB_ID -u SLURMD_NODENAME -u SLURM_PROCID -u AIF_NONCE \
    AIF_AGENTS=1 AIF_RANK=0 AIF_AGENT_HOST=127.0.0.1 AIF_AGENT_PORT="$1" \
    AIF_AGENT_REGISTRATION_LIMIT_SECONDS=10 AIF_TIME_LIMIT_SECONDS=20 AIF_AGENT_LOG_LEVEL=ERROR \
    "$java" -XX:AOTCacheOutput="$fresh" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx512m -Xlog:disable \
    -jar "$here/aif-client-agent.jar" 1 http://127.0.0.1:9 "http://127.0.0.1:$1" 0 >/dev/null 2>&1
}

port_taken=5
for _ in 1 2 3; do
  # Below the range that the kernel hands out by itself.
  rehearse "$((20000 + RANDOM % 12000))"
  [ "$?" -eq "$port_taken" ] || break
done

if [ ! -s "$fresh" ]; then
  printf 'no cache: %s wrote none\n' "$java" >&2
  exit 1
fi
mv -f "$fresh" "$cache" && printf 'cache %s\n' "$cache"
