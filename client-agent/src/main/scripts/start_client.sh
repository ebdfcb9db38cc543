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

# All that the agent reads of a job's environment. SLURM_JWT is none of it.
pass_environment() {
  local name
  for name in "${!APPTAINERENV_@}" "${!SINGULARITYENV_@}"; do
    unset "$name"
  done
  for name in AIF_AGENTS AIF_RANK AIF_NONCE AIF_JOB_ID AIF_TIME_LIMIT_SECONDS AIF_CORRELATION_ID "${!AIF_AGENT_@}" \
    SLURM_PROCID SLURM_JOB_ID SLURMD_NODENAME OPENAI_API_KEY LANG; do
    [ -z "${!name:-}" ] || export "APPTAINERENV_$name=${!name}"
  done
}

# Whether Apptainer is installed with rights of its own, so that the kernel mounts images for it.
mounts_images() {
  local line
  [ "$(id -u)" -ne 0 ] || return 0
  while IFS= read -r line; do
    case $line in
      LIBEXECDIR=*) [ -u "${line#*=}/apptainer/bin/starter-suid" ] && return 0 ;;
    esac
  done < <(apptainer buildcfg 2>/dev/null)
  return 1
}

run_in_container() {
  # Nothing of the host but its network; /tmp is the container's own, in memory.
  local options=(--containall --no-home --pwd /tmp)
  [ -n "${AIF_CLIENT_IMAGE:-}" ] || refuse '--container needs the image of the client in AIF_CLIENT_IMAGE'
  [ -r "$AIF_CLIENT_IMAGE" ] || refuse "AIF_CLIENT_IMAGE names \"$AIF_CLIENT_IMAGE\", which cannot be read"
  command -v apptainer >/dev/null || refuse '--container needs apptainer on the PATH'
  unset SLURM_JWT
  # A signal to all processes of a job would end a FUSE mount before the agent that runs from it;
  # extracted, to TMPDIR, the image stays.
  mounts_images || options+=(--unsquash)
  pass_environment
  exec apptainer --quiet run "${options[@]}" "$AIF_CLIENT_IMAGE" "${arguments[@]}"
}

[ "$container" = no ] || run_in_container

here=$(cd "${BASH_SOURCE[0]%/*}" && pwd) || exit 1
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
