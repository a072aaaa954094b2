#!/bin/sh
# Makes the independent validators of our messages ready where their folder stands beside the project: a Python
# environment of their own in .build/validators (some 110 MB from PyPI, once), and xmllint. Where the folder or
# Python is absent it says so and ends well: the tests that need them are skipped and say it too.
# Prints to standard error; reads nothing from standard input.
set -eu
cd "$(dirname "$0")/.."
validators=../shared/validators
environment=.build/validators
if [ ! -e "$validators/requirements.txt" ]; then
    echo "dispatch115: no $validators: messages are not held against the validators in this run" >&2
    exit 0
fi
tools/install-missing.sh libxml2-utils
if cmp -s "$validators/requirements.txt" "$environment/requirements.txt"; then exit 0; fi
command -v python3 >/dev/null 2>&1 || {
    echo "dispatch115: no python3: messages are not held against the validators in this run" >&2
    exit 0
}
echo "dispatch115: installing the validators' Python packages into $environment" >&2
if python3 -c 'import ensurepip' 2>/dev/null || tools/install-missing.sh python3-venv; then :; fi
rm -rf "$environment"
if python3 -m venv "$environment" </dev/null >&2 &&
    "$environment/bin/pip" install -q -r "$validators/requirements.txt" </dev/null >&2; then
    cp "$validators/requirements.txt" "$environment/requirements.txt"
else
    rm -rf "$environment"
    echo "dispatch115: the validators cannot be installed: messages are not held against them in this run" >&2
fi
