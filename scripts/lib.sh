# shellcheck shell=bash
# What annotate, test and lint share. Sourced with $root set; runs on bash 3.2 and on macOS.
#
# set_up core|docs|test|readers  afterwards $venv holds what requirements.lock (or requirements-docs.lock,
#                    requirements-test.lock, requirements-readers.lock, which each pin the same versions and
#                    more) names, and this checkout. Quick when nothing changed: then no Python is started.
#                    ANNOTATOR_VENV names another folder than .venv.
#
# Beside the folder lies its lock file. It is held (flock) by whoever installs, and it has words in it
# from the first change of the folder to the last, so that an installation cut short is made anew.

venv=${ANNOTATOR_VENV:-$root/.venv}
venv=${venv%/}
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac

say() { printf 'annotator: %s\n' "$*" >&2; }
die() {
    say "$@"
    exit 1
}

# Prints the real path of the Python that runs it; the status says what is missing instead.
probe='import os, sys
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(3)
import fcntl, sqlite3, ssl, venv, zlib  # a Python built by hand may lack some
try:
    import ensurepip
except ImportError:
    sys.exit(4)
print(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))'

# The first Python that will do. Every one on PATH is tried: a version manager leaves commands there
# that exist and fail. The real path lets a folder made with it notice when that Python is gone.
find_python() {
    local name candidate bare=''
    for name in ${ANNOTATOR_PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
        while IFS= read -r candidate; do
            [ -n "$candidate" ] || continue
            "$candidate" -c "$probe" </dev/null 2>/dev/null && return
            [ $? -ne 4 ] || bare=$candidate
        done <<CANDIDATES
$(type -aP "$name")
CANDIDATES
    done
    if [ -n "$bare" ]; then
        die "$bare cannot make virtual environments: install the package python3-venv" \
            "(Debian, Ubuntu: sudo apt-get install python3-venv) and run this again."
    fi
    die "there is no Python 3.11 to 3.14 here: install the packages python3 and python3-venv" \
        "(macOS: brew install python) and run this again."
}

lock_of() {
    case $1 in
        core) echo requirements.lock ;;
        docs) echo requirements-docs.lock ;;
        test) echo requirements-test.lock ;;
        readers) echo requirements-readers.lock ;;
    esac
}

# What the stamp of an up-to-date folder says: a moved checkout, another lock or project file change it.
wanted() { (cd "$root" && echo "$venv" && pwd -P && cksum pyproject.toml "$(lock_of "$1")"); }

is_fresh() {
    [ -x "$venv/bin/python" ] && [ -x "$venv/bin/annotator" ] && [ ! -s "$venv.lock" ] &&
        [ -f "$venv/$1.stamp" ] && [ "$(cat "$venv/$1.stamp")" = "$(wanted "$1")" ]
}

is_set_up() {
    is_fresh "$1" && return
    case $1 in
        core) is_fresh test || is_fresh readers || is_fresh docs ;;
        test) is_fresh readers ;;
        *) false ;;
    esac
}

set_up() {
    is_set_up "$1" && return
    local python
    python=$(find_python) || exit 1
    mkdir -p "$(dirname "$venv")" && : >>"$venv.lock" ||
        die "cannot write beside $venv: mend its rights, or name another folder in ANNOTATOR_VENV."
    exec 9>>"$venv.lock"
    take_turn "$python"
    is_set_up "$1" || install "$1" "$python" # or somebody did while we waited
    exec 9>&-
}

# flock belongs to the open file, so this shell keeps it when Python has ended, and no crash can leave it.
take_turn() {
    "$1" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)' 2>/dev/null && return
    say "waiting for another set-up of $venv to end ..."
    "$1" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
}

install() {
    is_usable || make_venv "$2"
    say "installing the pinned packages into $venv (the first time half a minute) ..."
    echo unfinished >"$venv.lock"
    rm -f "$venv/$1.stamp"
    # pip leaves half a package behind where it stops, and takes it for whole the next time: no way back from here.
    pip --require-hashes -r "$root/$(lock_of "$1")" && pip --no-deps --no-build-isolation -e "$root" ||
        die "the packages could not be installed into $venv: see the lines above, mend that (is there a network?)" \
            "and run this again."
    wanted "$1" >"$venv/$1.stamp"
    : >"$venv.lock"
}

# Whole, not moved (its commands name the place where they were made), and with a Python that will do.
is_usable() {
    [ ! -s "$venv.lock" ] || return
    local stamp made_at
    for stamp in "$venv"/*.stamp; do
        [ ! -f "$stamp" ] || { read -r made_at <"$stamp" && [ "$made_at" = "$venv" ]; } || return
    done
    "$venv/bin/python" -c "import pip; $probe" >/dev/null 2>&1
}

make_venv() {
    if [ ! -s "$venv.lock" ] && [ ! -f "$venv/core.stamp" ] && [ ! -f "$venv/docs.stamp" ] &&
        [ ! -f "$venv/test.stamp" ] && [ ! -f "$venv/readers.stamp" ] && [ -n "$(ls -A "$venv" 2>/dev/null)" ]; then
        die "$venv cannot be used, and is not ours to clear: remove it, or name another folder in ANNOTATOR_VENV."
    fi
    say "making a virtual environment in $venv with $1 ..."
    echo unfinished >"$venv.lock"
    rm -rf "$venv" || die "cannot clear $venv (is something still at work there?): run this again."
    "$1" -m venv "$venv" >&2 || die "$1 could not make $venv: see the lines above, mend that and run this again."
}

# Some settings of a user's pip or Python would install to another place.
pip() {
    env -u PIP_USER -u PIP_TARGET -u PIP_PREFIX -u PYTHONHOME -u PYTHONPATH \
        "$venv/bin/python" -m pip -qq --disable-pip-version-check --no-input install "$@" >&2
}
