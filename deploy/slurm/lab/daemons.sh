# shellcheck shell=bash
# Starts and ends the cluster's daemons. To be sourced.

node_daemons() {
  local number
  for ((number = 1; number <= NODES; number++)); do echo "slurmd-node$number"; done
}

as_user() { # user, command...
  local user=$1
  shift
  printf '%s\n' setpriv --reuid "$user" --regid "$user" --clear-groups "$@"
}

start_daemons() {
  local conf=$DIR/etc/slurm.conf name node apis began=$SECONDS
  rm_socket_of_dead_munged
  # --force: folders that a group may write are good enough here.
  mapfile -t munged < <(as_user munge munged --foreground --force --socket="$DIR/munge/socket" \
    --key-file="$DIR/munge/key" --pid-file="$DIR/munge/munged.pid" --log-file="$DIR/munge/munged.log" \
    --seed-file="$DIR/munge/seed")
  launch munged -- "${munged[@]}"
  await 20 "munged's socket" test -S "$DIR/munge/socket"

  mapfile -t slurmctld < <(as_user slurm slurmctld -D -f "$conf")
  launch slurmctld SLURM_CONF="$conf" -- "${slurmctld[@]}"
  await 30 "slurmctld's port $CTLD_PORT" port_taken "$CTLD_PORT"

  for name in $(node_daemons); do
    node=${name#slurmd-}
    mkdir -p "$DIR/spool/$node"
    launch "$name" -- slurmd -D -f "$conf" -N "$node"
  done

  # Named, since without slurmdbd the plugins for it are fatal in 22.05 and 24.11.
  case $VERSION in
    22.05) apis=openapi/v0.0.36,openapi/v0.0.37,openapi/v0.0.38 ;;
    *) apis=openapi/slurmctld ;;
  esac
  mapfile -t slurmrestd < <(as_user "$REST_USER" slurmrestd -f "$conf" -a rest_auth/jwt -s "$apis" "127.0.0.1:$REST_PORT")
  launch slurmrestd SLURM_CONF="$conf" SLURM_JWT=daemon -- "${slurmrestd[@]}"
  await 20 "slurmrestd's port $REST_PORT" port_taken "$REST_PORT"
  await 40 "the nodes" nodes_are_up
  say "Slurm $VERSION is up after $((SECONDS - began)) s with $NODES nodes, slurmrestd at http://127.0.0.1:$REST_PORT"
}

rm_socket_of_dead_munged() {
  if ! alive munged; then rm -f "$DIR"/munge/socket*; fi
}

nodes_are_up() {
  [ "$(timeout 5 "$DIR/bin/sinfo" -h -N -p debug -t idle,mix,alloc,comp,drain,drng -o %N | sort -u | wc -l)" = "$NODES" ]
}

# So that agents get their SIGTERM and can deliver; whatever is left afterwards is killed.
cancel_jobs() {
  local i
  if ! alive slurmctld || [ ! -x "$DIR/bin/squeue" ]; then return; fi
  kill -CONT "$(pid_of slurmctld)" 2>/dev/null || true
  timeout 10 "$DIR/bin/squeue" -h -o %A 2>/dev/null | sort -u | xargs -r timeout 10 "$DIR/bin/scancel" 2>/dev/null || true
  for ((i = 0; i < 80; i++)); do
    [ -n "$(timeout 5 "$DIR/bin/squeue" -h 2>/dev/null)" ] || break
    sleep 0.1
  done
}

stop_daemons() {
  local name pid
  stop slurmrestd
  for name in $(node_daemons); do stop "$name"; done
  stop slurmctld
  stop munged
  for pid in $(leftovers); do kill -KILL "$pid" 2>/dev/null || true; done
  # What cgroups by Slurm leave: empty ones, and nothing else can be removed.
  find /sys/fs/cgroup -depth -type d -path '*/slurm_node*' -exec rmdir {} + 2>/dev/null || true
}

# The next cluster in this folder begins anew; logs stay.
forget_jobs() {
  rm -rf --one-file-system "$DIR/state" "$DIR/spool" "$DIR/run/settings"
}
