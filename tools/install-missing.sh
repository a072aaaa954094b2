#!/bin/sh
# Installs the Debian packages that the build and the tests need and that are not there yet. As root, or with
# sudo. No service of a package is started or left to start: policy-rc.d forbids it while we install, where the
# machine has no policy of its own, an SSH server that came with us is disabled, and PostgreSQL's packages make
# no cluster: the tests make their own.
# Prints what it does to standard error; reads nothing from standard input.
set -eu
missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
        missing="$missing $package"
done
if [ -n "$missing" ]; then
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            echo "dispatch115: missing:$missing; install them as root: apt-get install$missing" >&2
            exit 1
        }
        as_root="sudo"
    fi
    echo "dispatch115: installing$missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get -o DPkg::Lock::Timeout=300 update -qq </dev/null >&2
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
        $as_root chmod 755 "$policy"
        our_policy="$policy"
        trap '$as_root rm -f "$our_policy"' EXIT
        trap 'exit 1' INT TERM
    fi
    case "$missing " in
    *" postgresql"*)
        no_cluster=/etc/postgresql-common/createcluster.d/dispatch115.conf
        $as_root mkdir -p /etc/postgresql-common/createcluster.d
        echo "create_main_cluster = false" | $as_root tee "$no_cluster" >/dev/null
        trap '$as_root rm -f "$no_cluster" ${our_policy:-}' EXIT
        ;;
    esac
    # shellcheck disable=SC2086
    $as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing </dev/null >&2
    case "$missing " in
    *" openssh-server "*)
        if [ -d /run/systemd/system ]; then $as_root systemctl disable ssh </dev/null >&2; fi
        ;;
    esac
fi
command -v swift >/dev/null 2>&1 || {
    echo "dispatch115: no Swift toolchain on the PATH; Swift 6 for Debian 12 is at https://www.swift.org/install/linux/" >&2
    exit 1
}
