# Shared by the scripts beside it: what has to be installed, and a private PostgreSQL cluster. Sourced, not run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export ROOT

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n==> %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# The text of the comment at the top of a script, without its marks.
usage_of() { sed -n '2,/^$/s/^# \{0,1\}//p' "$1"; }

# --- What the machine needs -------------------------------------------------------------------------------

require_swift() {
    command -v swift >/dev/null || die "swift is not on the PATH; install Swift 6.2 or later from https://swift.org/install."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [ "$(printf '6.2\n%s\n' "$version" | sort -V | head -n 1)" = 6.2 ] \
        || die "this is Swift ${version:-of unknown version}; Plumbline needs 6.2 or later (https://swift.org/install)."
}

# The folder with initdb and pg_ctl of the newest PostgreSQL from 15 on, or nothing.
postgres_programs() {
    local folder version
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(pg_config --bindir 2>/dev/null || true)"; do
        [ -x "$folder/initdb" ] || continue
        version=$("$folder/initdb" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
        if [ "${version:-0}" -ge 15 ]; then
            printf '%s\n' "$folder"
            # With its value: in a trap a bare return gives the status from before the trap.
            return 0
        fi
    done
}

# The Debian packages that are not there yet, of those named.
missing_packages() {
    local package
    for package in "$@"; do
        # Debian's `postgresql` is one way to have a server; a newer one by another road is as good.
        if [ "$package" = postgresql ] && [ -n "$(postgres_programs)" ]; then continue; fi
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s\n' "$package"
    done
}

# Installs what is missing of the named Debian packages; elsewhere the build itself says what it lacks.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        [ -n "$(postgres_programs)" ] || die "PostgreSQL 15 or later is not installed, and this script only knows apt-get."
        return 0
    fi
    local missing=()
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        # Asking for a password is only possible where somebody can type it.
        if sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then
            as_root=(sudo)
        else
            say "These packages are missing. Run this line as root, then start again:"
            say ""
            say "  $(installation_line "${missing[@]}")"
            exit 1
        fi
    fi
    step "Installing ${missing[*]}"
    "${as_root[@]}" sh -c "$(installation_line "${missing[@]}")" </dev/null >&2 || die "apt-get could not install ${missing[*]}."
}

# One line for a root shell. Without it Debian would start a system cluster of its own with the package.
installation_line() {
    local line="export DEBIAN_FRONTEND=noninteractive; apt-get update -q"
    local package
    for package in "$@"; do
        [ "$package" = postgresql ] || continue
        line+=" && apt-get install -qy postgresql-common"
        line+=" && pg_conftool /etc/postgresql-common/createcluster.conf set create_main_cluster false"
    done
    printf '%s && apt-get install -qy --no-install-recommends %s' "$line" "$*"
}

# --- A private PostgreSQL cluster -------------------------------------------------------------------------
#
# A cluster is one folder: data/, log, superuser-password, port. It listens on 127.0.0.1 only, with
# SCRAM passwords, and has no Unix socket, so that no length of path can matter.

# PostgreSQL refuses to run as root; then the user that Debian's package made runs it.
as_cluster_user() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# write_secret FILE: 192 random bits in hexadecimal that only the owner may read; kept if they are there.
write_secret() {
    [ -s "$1" ] || (umask 077 && od -An -N 24 -tx1 /dev/urandom | tr -d ' \n' >"$1")
}

# A TCP port of 127.0.0.1 that nobody listens on now.
free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if ! port_answers "$port"; then
            printf '%s\n' "$port"
            return 0
        fi
    done
    die "no free TCP port was found on 127.0.0.1."
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# cluster_create FOLDER: makes the folder's cluster unless it is there.
cluster_create() {
    local folder=$1 programs
    [ ! -f "$folder/data/PG_VERSION" ] || return 0
    programs=$(postgres_programs)
    # A first run that was interrupted left half a cluster.
    rm -rf "$folder/data"
    write_secret "$folder/superuser-password"
    if [ "$(id -u)" -eq 0 ]; then
        getent passwd postgres >/dev/null || die "there is no user 'postgres' to run PostgreSQL as; run this as another user than root."
        chown postgres: "$folder" "$folder/superuser-password"
    fi
    as_cluster_user "$programs/initdb" -D "$folder/data" -U postgres --pwfile "$folder/superuser-password" \
        --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 >"$folder/initdb.log" 2>&1 \
        || die "initdb failed: $(tail -n 3 "$folder/initdb.log")"
}

# cluster_start FOLDER [SETTING=VALUE…]: starts the cluster and leaves its port in FOLDER/port.
cluster_start() {
    local folder=$1 programs port options setting
    shift
    programs=$(postgres_programs)
    # A run that was killed left its server behind; it is ours, and its settings may be old.
    cluster_stop "$folder"
    port=$(cat "$folder/port" 2>/dev/null || true)
    if [ -z "$port" ] || port_answers "$port"; then port=$(free_port); fi
    options="-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    for setting in "$@"; do options+=" -c $setting"; done
    # The lock of scripts/run, on descriptor 9, must not live on in the server.
    as_cluster_user "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -o "$options" -w -t 60 start >/dev/null 2>&1 9>&- \
        || die "PostgreSQL did not start: $(tail -n 3 "$folder/log")"
    printf '%s\n' "$port" >"$folder/port"
}

cluster_stop() {
    local programs
    programs=$(postgres_programs)
    as_cluster_user "$programs/pg_ctl" -D "$1/data" status >/dev/null 2>&1 || return 0
    as_cluster_user "$programs/pg_ctl" -D "$1/data" -m fast -w -t 60 stop >/dev/null 2>&1 \
        || say "warning: PostgreSQL in $1 did not stop."
}

# cluster_sql FOLDER: runs the SQL on stdin as the superuser. The password is not among the arguments.
cluster_sql() {
    PGPASSWORD=$(cat "$1/superuser-password") psql -XqAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(cat "$1/port")" \
        -U postgres -d postgres
}

cluster_superuser_url() {
    printf 'postgresql://postgres:%s@127.0.0.1:%s/postgres' "$(cat "$1/superuser-password")" "$(cat "$1/port")"
}
