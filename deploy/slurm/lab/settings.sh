# shellcheck shell=bash
# What a cluster is made of: version, folder, ports, sizes. To be sourced.
# shellcheck disable=SC2034 # these are read by the other files

LAB_HOME=${SLURM_LAB_HOME:-/var/lib/slurm-lab}
VERSION='' SUITE='' DIR=''
CTLD_PORT='' REST_PORT='' NODE_PORT=''
JOB_USER=${SLURM_LAB_USER:-hpcuser}
REST_USER=slurmrest
NODES=${SLURM_LAB_NODES:-4}
CPUS=${SLURM_LAB_CPUS:-2}
MEMORY_MB=${SLURM_LAB_MEMORY_MB:-4000}

say() { printf 'slurm-lab: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# What no second try on this machine would change.
cannot() {
  say "$*"
  exit 3
}

choose_version() { # version
  VERSION=$1
  case $VERSION in
    22.05) SUITE=bookworm ;;
    24.11) SUITE=trixie ;;
    26.05) SUITE=sid ;;
    *)
      say "there is no Slurm \"$VERSION\" here: 22.05, 24.11 or 26.05"
      exit 2
      ;;
  esac
}

choose_folder() { # folder
  case $1 in
    /*) DIR=$1 ;;
    *) DIR=$PWD/$1 ;;
  esac
  # A socket's path has 107 characters at most, and the longest of ours has 40 below this folder.
  [ "${#DIR}" -le 65 ] || fail "the path $DIR is too long for the sockets in it: 65 characters at most"
}

require_machine() {
  command -v apt-get >/dev/null || cannot "Slurm is installed with apt-get, which this machine does not have"
  command -v setpriv >/dev/null || cannot "setpriv of util-linux is needed, in version 2.31 or later"
}

# Daemons run as other users than the one whose folder this may be in.
require_way_in() {
  local at=$DIR
  until [ "$at" = / ]; do
    [ -n "$(find "$at" -maxdepth 0 -perm -o+x)" ] ||
      cannot "$at is closed to other users, so that Slurm's daemons cannot work below it: name another folder"
    at=$(dirname "$at")
  done
}

begin_folder() {
  umask 022
  mkdir -p "$DIR"/{etc,log,run,spool,stage}
  require_way_in
  # Two at a time would start everything twice.
  exec 9>"$DIR/run/lock"
  flock -w 120 9 || fail "another slurm-lab is at work in $DIR"
  read_settings
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

block_is_free() { # first port
  local port
  for port in "$1" "${SLURM_LAB_REST_PORT:-$(($1 + 3))}" $(seq $(($1 + 14)) $(($1 + 13 + NODES))); do
    ! port_taken "$port" || return 1
  done
}

choose_ports() {
  local first
  if [ -n "${SLURM_LAB_PORTS:-}" ]; then
    first=$SLURM_LAB_PORTS
    block_is_free "$first" || fail "one of the ports $first to $((first + 13 + NODES)) is in use: set SLURM_LAB_PORTS"
  else
    for first in 6817 {7017..31017..200}; do
      block_is_free "$first" && break
    done
  fi
  CTLD_PORT=$first
  REST_PORT=${SLURM_LAB_REST_PORT:-$((first + 3))}
  NODE_PORT=$((first + 14))
}

write_settings() {
  local name
  for name in VERSION CTLD_PORT REST_PORT NODE_PORT NODES CPUS MEMORY_MB JOB_USER; do
    printf '%s=%q\n' "$name" "${!name}"
  done >"$DIR/run/settings"
}

# What the first "up" has chosen.
read_settings() {
  local wanted=$VERSION
  [ -e "$DIR/run/settings" ] || return 0
  # shellcheck source=/dev/null
  . "$DIR/run/settings"
  [ "$VERSION" = "$wanted" ] || fail "$DIR holds a Slurm $VERSION, not $wanted"
}

print_settings() {
  cat <<SETTINGS
SLURM_LAB_DIR=$DIR
SLURM_LAB_VERSION=$VERSION
SLURM_LAB_JWT_KEY=$DIR/etc/jwt.key
AIF_SLURM_URL=http://127.0.0.1:$REST_PORT
AIF_SLURM_USER_NAME=$JOB_USER
AIF_SLURM_JWT_COMMAND='$DIR/bin/token $JOB_USER 3600'
AIF_SLURM_COMMANDS=$DIR/bin/user
AIF_SLURM_WORK_DIR=$DIR/work
AIF_SLURM_STAGE_DIR=$DIR/stage
SETTINGS
}
