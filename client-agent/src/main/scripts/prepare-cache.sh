#!/usr/bin/env bash
# Makes the agent start faster on this JDK: runs it once against nobody and keeps what its start
# needed in an AOT cache beside the jar. May be skipped; start_client.sh uses a cache that fits the JDK
# it found and does without otherwise. Needs JDK 25 or later and about 50 MB.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
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

# Port 9 refuses, so the agent listens, tries to register, gives up and ends by itself: its whole start.
env -u SLURM_JOB_ID -u SLURMD_NODENAME -u SLURM_PROCID \
  AIF_AGENTS=1 AIF_RANK=0 AIF_AGENT_HOST=127.0.0.1 AIF_AGENT_PORT=0 \
  AIF_AGENT_REGISTRATION_LIMIT_SECONDS=1.5 AIF_AGENT_LOG_LEVEL=ERROR \
  "$java" -XX:AOTCacheOutput="$fresh" -XX:+UseSerialGC -Xss512k -Xmx512m -Xlog:disable \
  -jar "$here/aif-client-agent.jar" 1 http://127.0.0.1:9 http://127.0.0.1:9 0 >/dev/null 2>&1

if [ ! -s "$fresh" ]; then
  printf 'no cache: %s wrote none\n' "$java" >&2
  exit 1
fi
mv -f "$fresh" "$cache" && printf 'cache %s\n' "$cache"
