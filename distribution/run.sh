#!/bin/sh
# Builds what is missing and runs a server in the foreground. Options and arguments are those of "polywire run".
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(dirname -- "$here")
polywire=$here/target/polywire/bin/polywire

# Whether a source is newer than the distribution that was made of it.
stale() {
    [ -x "$polywire" ] || return 0
    newer=$(find "$root/pom.xml" "$root/bundles" "$root/config" "$here/pom.xml" "$here/launcher" "$here/src" \
        -name target -prune -o -type f -newer "$here/target/polywire.tar.gz" -print | head -n 1)
    [ -n "$newer" ]
}

if stale; then
    command -v mvn >/dev/null || { echo "run.sh: Maven is needed to build Polywire" >&2; exit 69; }
    log=$here/target/build.log
    mkdir -p "$here/target"
    echo "Building Polywire (the first time Maven fetches what it needs; $log has the details)"
    (cd "$root" && mvn -B -DskipTests -pl distribution -am package) >"$log" 2>&1 &
    build=$!
    trap 'kill "$build" 2>/dev/null; exit 130' INT TERM
    status=0
    # one line that says which module is being built
    tail -n +1 -f "$log" 2>/dev/null --pid="$build" \
        | sed -n -u 's/^\[INFO\] Building \(Polywire.*\) 0.*\[\([0-9]*\/[0-9]*\)\]$/  [\2] \1/p' || true
    wait "$build" || status=$?
    trap - INT TERM
    if [ "$status" -ne 0 ]; then
        grep '^\[ERROR\]' "$log" | head -n 20 >&2
        echo "run.sh: the build failed; $log has all of it" >&2
        exit "$status"
    fi
fi

exec "$polywire" run "$@"
