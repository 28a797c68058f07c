# shellcheck shell=bash
# Processes that a script starts, found again by a mark in their environment: a broker leaves its group and session,
# and its helpers outlive their parents, but what a process was started with stays readable in /proc.
# Processes of other users are not seen, and none of ours are.

run_mark=dunlin-$$-$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')

# Put in front of a command: whatever comes of it carries the mark. The name is none of the fleet's settings.
marked=(env "RUN_MARK=$run_mark")

marked_processes() {
    grep -lszFx -- "RUN_MARK=$run_mark" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true
}

# Waits up to $1 seconds until nothing with the mark is left.
marked_gone_within() {
    local tenths=$(($1 * 10))
    while [ -n "$(marked_processes)" ]; do
        [ "$tenths" -gt 0 ] || return 1
        tenths=$((tenths - 1))
        sleep 0.1
    done
    return 0
}

describe_processes() {
    local pid
    for pid in "$@"; do
        printf '  %s %s\n' "$pid" "$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | cut -c1-120)"
    done
}

# Ends what is left, by process id: first asked, after five seconds killed.
end_marked() {
    local pid
    for pid in $(marked_processes); do kill -TERM "$pid" 2>/dev/null || true; done
    marked_gone_within 5 && return 0
    for pid in $(marked_processes); do kill -KILL "$pid" 2>/dev/null || true; done
    marked_gone_within 5
}
