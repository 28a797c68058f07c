# shellcheck shell=bash
# The optimised build in .build/release. Sourced from the top level of the package.

release=.build/release
release_stamp=.build/release.stamp

# Older than a source, or not there. A stamp and not the executables: a build that changes none leaves them as old.
release_is_stale() {
    [ -e "$release_stamp" ] && [ -x "$release/dunlin" ] && [ -x "$release/planner" ] || return 0
    [ -n "$(find Package.swift Sources -newer "$release_stamp" -print -quit)" ]
}

build_release() {
    release_is_stale || return 0
    echo "building (optimised; minutes the first time)"
    # From before the build: what is edited meanwhile is newer.
    mkdir -p .build
    touch "$release_stamp.new"
    swift build -c release
    mv "$release_stamp.new" "$release_stamp"
}
