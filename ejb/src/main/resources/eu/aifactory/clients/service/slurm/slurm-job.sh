#!/bin/bash
# One Slurm job: has srun start the agents, ends them ahead of the limit or when told to, and ends
# with the exit code of the first that failed; 124 says that the time limit was over. A constant: all
# values come by environment, nothing is pasted in. docs/agent.md lists them.
# shellcheck disable=SC2317 # functions that only traps and tasks call
set -u

# srun would take it for its own, and it is nobody's business on a compute node.
unset SLURM_JWT
umask 077
ulimit -c 0

readonly time_limit_code=124 terminated_code=143
readonly longest_margin=20 backstop=2 repeat_after=3

refuse() {
  printf 'aif: %s\n' "$1" >&2
  exit 1
}

require_environment() {
  local name
  for name in AIF_START AIF_NUM_CLIENTS AIF_SERVER_ADDR AIF_SERVICE_URL AIF_BENCHMARK_ID AIF_AGENTS \
    AIF_JOB_LIMIT_SECONDS AIF_WORK_DIR SLURM_JOB_ID; do
    [ -n "${!name:-}" ] || refuse "the job's environment has no $name"
  done
  for name in AIF_AGENTS AIF_JOB_LIMIT_SECONDS; do
    case ${!name} in
      *[!0-9]* | 0*) refuse "$name is \"${!name}\", not a number of 1 or more" ;;
    esac
  done
  case ${AIF_CONTAINER:-false} in
    true)
      [ -n "${AIF_CLIENT_IMAGE:-}" ] || refuse 'the job is to run in containers, and AIF_CLIENT_IMAGE names no image'
      ;;
    false) ;;
    *) refuse "AIF_CONTAINER is \"$AIF_CONTAINER\", neither true nor false" ;;
  esac
}

# The function "module" comes from the site's own set-up, which a batch shell has not read.
find_module_command() {
  local setup
  for setup in "${LMOD_PKG:-/usr/share/lmod/lmod}/init/bash" "${MODULESHOME:-/usr/share/modules}/init/bash" \
    /etc/profile.d/*.sh; do
    if [ -r "$setup" ]; then
      # shellcheck source=/dev/null
      . "$setup"
      type module >/dev/null 2>&1 && return 0
    fi
  done
  return 1
}

load_modules() {
  local name names
  [ -n "${AIF_MODULE:-}" ] || return 0
  # Neither the site's set-up nor its modules promise to know unset variables.
  set +u
  type module >/dev/null 2>&1 || find_module_command ||
    refuse "the module \"$AIF_MODULE\" cannot be loaded: $HOSTNAME has no environment modules (no command \"module\")"
  read -ra names <<<"$AIF_MODULE"
  for name in "${names[@]}"; do
    module load "$name" || refuse "the module \"$name\" cannot be loaded on $HOSTNAME"
  done
  set -u
  # The JDK that a module brings is the one that was asked for, not the service's.
  unset AIF_JAVA_HOME
}

enter_job_folder() {
  AIF_JOB_FOLDER=$AIF_WORK_DIR/job-$SLURM_JOB_ID
  if ! mkdir -p "$AIF_JOB_FOLDER" || ! cd "$AIF_JOB_FOLDER"; then
    refuse "the job's folder \"$AIF_JOB_FOLDER\" cannot be made or entered on $HOSTNAME"
  fi
  rm -f "$AIF_JOB_FOLDER/first-failure"
  export AIF_JOB_FOLDER
}

# An extracted image has folders that cannot be written. Silent where it is another user's.
remove_tree() {
  chmod -R u+w "$1" 2>/dev/null
  rm -rf "$1" 2>/dev/null
}

# In each task. Stays with its agent instead of becoming it: to write down who failed first, to make
# SIGTERM of the SIGINT that srun passes on, to have delivered what an agent that died left, and to
# take away what a container leaves in TMPDIR.
run_agent() {
  set -u
  local agent='' stopping=0 code temporary='' pid
  # The service's own JDK, which the start cache is for. A node that lacks it has another.
  [ -x "${AIF_JAVA_HOME:-}/bin/java" ] || unset AIF_JAVA_HOME
  stop_agent() {
    stopping=1
    [ -z "$agent" ] || kill -TERM "$agent" 2>/dev/null
  }
  # A trapped signal ends wait early: ask again until the process has really ended.
  await_agent() {
    local code
    while :; do
      wait "$agent"
      code=$?
      kill -0 "$agent" 2>/dev/null || return "$code"
    done
  }
  trap stop_agent TERM INT
  if [ "${AIF_CONTAINER:-false}" = true ]; then
    # Named after node and process: what one that was killed had to leave, the next takes away.
    local left prefix=${TMPDIR:-/tmp}/aif-agent-${SLURMD_NODENAME:-$HOSTNAME}-
    for left in "$prefix"*; do
      pid=${left#"$prefix"}
      kill -0 "${pid%%.*}" 2>/dev/null || remove_tree "$left"
    done
    temporary=$(mktemp -d "$prefix$$.XXXXXX") && export TMPDIR=$temporary APPTAINER_CONFIGDIR=$temporary
  fi
  "$@" </dev/null &
  agent=$!
  # The signal may have come before its number was known.
  [ "$stopping" -eq 0 ] || stop_agent
  await_agent
  code=$?
  # What it measured and could not deliver is in its spool, where it left one.
  if compgen -G "aif-spool-*-$SLURM_PROCID-*.jsonl" >/dev/null; then
    export AIF_AGENT_ONLY_DELIVERS=true
    if [ "$stopping" -ne 0 ]; then
      # A signal that comes again must not end it before it has begun; it has to be quick instead.
      trap '' TERM INT
      export AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS=5
    fi
    "$@" </dev/null &
    agent=$!
    await_agent
  fi
  # Made by the first, and by no other.
  [ "$code" -eq 0 ] ||
    (set -o noclobber && printf '%s\n' "$code" >"$AIF_JOB_FOLDER/first-failure") 2>/dev/null
  [ -z "$temporary" ] || remove_tree "$temporary"
  exit "$code"
}

# Of all nodes together; Slurm writes 2(x3),4 for three nodes with 2 and one with 4.
allocated_cpus() {
  local total=0 part parts
  IFS=, read -ra parts <<<"${SLURM_JOB_CPUS_PER_NODE:-}"
  for part in "${parts[@]}"; do
    if [[ $part =~ ^([0-9]+)(\(x([0-9]+)\))?$ ]]; then
      total=$((total + BASH_REMATCH[1] * ${BASH_REMATCH[3]:-1}))
    fi
  done
  echo "$total"
}

srun_options() {
  local cpus_per_task=${SLURM_CPUS_PER_TASK:-}
  options=(
    "--ntasks=$AIF_AGENTS" --distribution=cyclic
    # One that ends is no reason to end the others, at once or later.
    --kill-on-bad-exit=0 --wait=0
    # SIGINT goes on to the tasks straight away, without a word to slurmctld.
    --disable-status
    --label --input=none --mpi=none
  )
  if [ "$((AIF_AGENTS * ${cpus_per_task:-1}))" -gt "$(allocated_cpus)" ]; then
    options+=(--overcommit)
  elif [ -n "$cpus_per_task" ]; then
    # Since Slurm 22.05 srun does not take it from the job.
    options+=("--cpus-per-task=$cpus_per_task")
  fi
  # Where it does not divide, srun of 22.05 would start more tasks than were asked for.
  unset SLURM_NTASKS_PER_NODE SLURM_TASKS_PER_NODE
}

srun_pid='' timer='' nagger='' stopping=0 limit_reached=0

# For a shell in the background: when that is told to end, no sleep stays behind.
nap() {
  sleep "$1" &
  sleeper=$!
  trap 'kill "$sleeper"; exit' TERM
  wait "$sleeper"
}

# srun passes SIGINT on to the tasks; SIGTERM it would take as the order to kill them.
interrupt_srun() {
  # Two within a second would mean the same to it.
  [ -z "$nagger" ] || return 0
  kill -INT "$srun_pid" 2>/dev/null
  # Tasks that were only just being started have not got it.
  (while nap "$repeat_after" && kill -INT "$srun_pid"; do :; done) >/dev/null 2>&1 &
  nagger=$!
}

stop_agents() {
  stopping=1
  [ -z "$srun_pid" ] || interrupt_srun
}

end_by_limit() {
  limit_reached=1
  printf 'aif: the time limit of %s s is near: agents are told to deliver and end\n' "$AIF_JOB_LIMIT_SECONDS" >&2
  stop_agents
}

start_timer() {
  local margin=$((AIF_JOB_LIMIT_SECONDS / 4)) left
  [ "$margin" -lt "$longest_margin" ] || margin=$longest_margin
  left=$((AIF_JOB_LIMIT_SECONDS - margin - SECONDS))
  [ "$left" -gt 0 ] || left=0
  # Should no signal reach an agent, it ends by itself a little later.
  export AIF_TIME_LIMIT_SECONDS=$((left + backstop))
  (nap "$left" && kill -USR1 "$$") >/dev/null 2>&1 &
  timer=$!
}

await_agents() {
  local code
  while :; do
    wait "$srun_pid"
    code=$?
    kill -0 "$srun_pid" 2>/dev/null || break
  done
  return "$code"
}

end() {
  local code=$1
  kill "$timer" "$nagger" 2>/dev/null
  if [ -r first-failure ]; then
    read -r code <first-failure
    rm -f first-failure
  fi
  cd / && rmdir "$AIF_JOB_FOLDER" 2>/dev/null
  [ "$limit_reached" -eq 0 ] || code=$time_limit_code
  exit "$code"
}

require_environment
load_modules
command -v srun >/dev/null || refuse "$HOSTNAME has no srun on the PATH \"$PATH\""
[ -r "$AIF_START" ] || refuse "there is no agent to start: $HOSTNAME cannot read \"$AIF_START\""
enter_job_folder
trap stop_agents TERM INT
trap end_by_limit USR1
start_timer

command=("$AIF_START" "$AIF_NUM_CLIENTS" "$AIF_SERVER_ADDR" "$AIF_SERVICE_URL" "$AIF_BENCHMARK_ID")
[ "${AIF_CONTAINER:-false}" = false ] || command+=(--container)
options=()
srun_options
[ "$stopping" -eq 0 ] || end "$terminated_code"
(
  # A script's background processes have SIGINT ignored.
  trap - INT
  # The function as text, then $0 of the task and its arguments.
  exec srun "${options[@]}" bash -c "$(declare -f remove_tree run_agent); run_agent \"\$@\"" agent "${command[@]}"
) &
srun_pid=$!
# The signal may have come before its number was known.
[ "$stopping" -eq 0 ] || interrupt_srun
await_agents
end "$?"
