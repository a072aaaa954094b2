#!/bin/sh
# Installs the Debian packages that the build needs and that are not there yet. As root, or with sudo.
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
    $as_root apt-get update -qq </dev/null >&2
    # shellcheck disable=SC2086
    $as_root apt-get install -y -qq --no-install-recommends $missing </dev/null >&2
fi
command -v swift >/dev/null 2>&1 || {
    echo "dispatch115: no Swift toolchain on the PATH; Swift 6 for Debian 12 is at https://www.swift.org/install/linux/" >&2
    exit 1
}
