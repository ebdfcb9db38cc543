# shellcheck shell=bash
# The cluster's files: keys, slurm.conf, and the commands set up for it. To be sourced.

# Users have other numbers in another tree.
number_of() { # user
  local users=$TREE/etc/passwd
  awk -F : -v user="$1" '$1 == user { print $3 ":" $4 }' "$users"
}

write_configuration() {
  local slurm munge
  slurm=$(number_of slurm)
  munge=$(number_of munge)
  mkdir -p "$DIR"/{state,munge,work}
  chown "$slurm" "$DIR/state" "$DIR/log"
  chown "$munge" "$DIR/munge"
  chown "$JOB_USER" "$DIR/work"
  new_key "$DIR/munge/key" 1024 "$munge"
  new_key "$DIR/etc/jwt.key" 32 "$slurm"
  { configuration; limits; } >"$DIR/etc/slurm.conf"
  cgroup_configuration >"$DIR/etc/cgroup.conf"
}

# Agents announce themselves by the name of their node, as on a real cluster: so the names have to
# lead somewhere. One line for each cluster, known by what stands at its end.
name_nodes() {
  local number names=''
  forget_names
  for ((number = 1; number <= NODES; number++)); do names+=" node$number"; done
  echo "127.0.0.1$names $(hosts_mark)" >>/etc/hosts || fail "/etc/hosts cannot be written, and the nodes need names"
}

forget_names() {
  local others
  grep -qF "$(hosts_mark)" /etc/hosts || return 0
  others=$(grep -v " $(hosts_mark)\$" /etc/hosts) || true
  # Its content alone: in a container it is mounted, and cannot be replaced.
  printf '%s\n' "$others" >/etc/hosts
}

hosts_mark() { echo "# slurm-lab $DIR"; }

new_key() { # file, bytes, owner
  [ -s "$1" ] || (umask 077 && head -c "$2" /dev/urandom >"$1")
  chown "$3" "$1"
}

# Everything on 127.0.0.1 (NoInAddrAny): else the daemons would listen to the network. linuxproc: a
# job's processes are told by their parents, which needs no cgroups. config_overrides: nodes may
# claim more than the machine has. cred_expire is also what a requeued job waits for.
configuration() {
  local host numbers="node[1-$NODES]" ports="[$NODE_PORT-$((NODE_PORT + NODES - 1))]"
  host=$(hostname -s)
  if [ "$NODES" = 1 ]; then
    numbers=node1
    ports=$NODE_PORT
  fi
  cat <<CONF
ClusterName=lab
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$CTLD_PORT
SlurmUser=slurm
SlurmdUser=root
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny

AuthType=auth/munge
AuthInfo=socket=$DIR/munge/socket,cred_expire=${SLURM_LAB_REQUEUE_WAIT:-10}
CredType=cred/munge
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=$DIR/etc/jwt.key

StateSaveLocation=$DIR/state
SlurmctldPidFile=$DIR/state/slurmctld.pid
SlurmctldLogFile=$DIR/log/slurmctld.log
SlurmdSpoolDir=$DIR/spool/%n
SlurmdPidFile=$DIR/spool/%n/slurmd.pid
SlurmdLogFile=$DIR/log/slurmd-%n.log

MessageTimeout=${SLURM_LAB_MESSAGE_TIMEOUT:-10}
SlurmctldTimeout=30
SlurmdTimeout=${SLURM_LAB_NODE_TIMEOUT:-15}
InactiveLimit=0
KillWait=${SLURM_LAB_KILL_WAIT:-30}
MinJobAge=${SLURM_LAB_MIN_JOB_AGE:-300}
ReturnToService=2

SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=$((MEMORY_MB / CPUS))
MpiDefault=none
ProctrackType=proctrack/linuxproc
SlurmdParameters=config_overrides

NodeName=$numbers NodeHostname=$host NodeAddr=127.0.0.1 Port=$ports CPUs=$CPUS RealMemory=$MEMORY_MB
PartitionName=debug Nodes=ALL Default=YES DefaultTime=60 MaxTime=INFINITE
PartitionName=short Nodes=ALL MaxTime=1
CONF
}

# By cgroup a job over its memory ends OUT_OF_MEMORY; by polling its processes are killed.
limits() {
  if by_cgroup; then
    echo 'TaskPlugin=task/cgroup'
  else
    cat <<'CONF'
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
CONF
    if [ "$VERSION" = 22.05 ]; then echo 'TaskPlugin=task/none'; fi
  fi
  # Newer ones have no plugin of that name, and keep no accounts when nothing is said.
  if [ "$VERSION" = 22.05 ]; then echo 'AccountingStorageType=accounting_storage/none'; fi
}

cgroup_configuration() {
  if by_cgroup; then
    printf '%s\n' CgroupPlugin=cgroup/v1 CgroupMountpoint=/sys/fs/cgroup CgroupAutomount=no \
      ConstrainRAMSpace=yes ConstrainSwapSpace=no
  elif [ "$VERSION" != 22.05 ]; then
    # Else slurmd looks for systemd.
    echo 'CgroupPlugin=disabled'
  fi
}

by_cgroup() {
  [ "${SLURM_LAB_CGROUP:-}" = v1 ] || return 1
  [ "$VERSION" = 22.05 ] || fail "SLURM_LAB_CGROUP=v1 is for 22.05 alone"
  mountpoint -q /sys/fs/cgroup/memory || fail "SLURM_LAB_CGROUP=v1: this machine has no cgroup v1 for memory"
}

# Slurm's commands for this cluster: in bin/ as root, in bin/user/ as the user of the jobs.
write_commands() {
  local name enter='' as="setpriv --reuid $JOB_USER --regid $JOB_USER --clear-groups"
  if [ -n "$TREE" ]; then enter="nsenter --mount=$DIR/run/root/mnt --"; fi
  mkdir -p "$DIR/bin/user"
  for name in scontrol squeue sinfo scancel sbatch srun; do
    command_file "$enter /usr/bin/$name" >"$DIR/bin/$name"
    command_file "$enter $as /usr/bin/$name" >"$DIR/bin/user/$name"
  done
  cat >"$DIR/bin/token" <<COMMAND
#!/bin/sh
# token [USER] [SECONDS]: prints a token and nothing else.
token=\$("$DIR/bin/scontrol" token username="\${1:-$JOB_USER}" lifespan="\${2:-3600}") || exit 1
echo "\${token#SLURM_JWT=}"
COMMAND
  chmod 755 "$DIR"/bin/[a-t]* "$DIR"/bin/user/*
}

command_file() { # command
  printf '#!/bin/sh\nexport SLURM_CONF="%s"\nexec %s "$@"\n' "$DIR/etc/slurm.conf" "$1"
}
