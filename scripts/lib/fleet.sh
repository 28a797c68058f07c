# shellcheck shell=bash
# The demo's own broker, mail server and workers. Needs scripts/lib/processes.sh, and `dir`, a folder with run, log and
# env in it. A process NAME has its id in run/NAME.pid, its log in log/NAME.log and its settings in env/NAME.env.

workers=(planner renderer email-sender response-ingester)

fail_with_log() {
    echo "demo: failed: $2" >&2
    if [ -s "$dir/log/$1.log" ]; then
        echo "the end of $dir/log/$1.log:" >&2
        tail -n 15 "$dir/log/$1.log" >&2
    fi
    exit 1
}

free_ports() {
    /usr/bin/python3 -c 'import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in sockets: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in sockets))' "$1"
}

start_process() {
    local name=$1
    shift
    (
        if [ -f "$dir/env/$name.env" ]; then
            mapfile -t settings <"$dir/env/$name.env"
            export "${settings[@]}"
        fi
        # A session of its own: an interrupt from the terminal reaches only the script, which ends all in order.
        exec "${marked[@]}" setsid "$@"
    ) </dev/null >>"$dir/log/$name.log" 2>&1 &
    echo $! >"$dir/run/$name.pid"
}

# Asks a process to end, and prints its id.
stop_process() {
    local pid
    pid=$(cat "$dir/run/$1.pid" 2>/dev/null) || return 0
    rm -f "$dir/run/$1.pid"
    kill -TERM "$pid" 2>/dev/null || true
    echo "$pid"
}

kill_process() {
    local pid
    pid=$(cat "$dir/run/$1.pid")
    rm -f "$dir/run/$1.pid"
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null || true
}

start_broker() {
    "${marked[@]}" scripts/broker start "$dir/broker" >>"$dir/log/broker.log" 2>&1
}

start_mail_server() {
    : >"$dir/log/mailsink.log"
    start_process mailsink /usr/bin/python3 -u scripts/peers/mailsink.py --maildir "$dir/maildir" --delay-ms "$1"
    local tenths=100
    until smtp_port=$(sed -n 's/^READY //p' "$dir/log/mailsink.log") && [ -n "$smtp_port" ]; do
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || fail_with_log mailsink "the mail server did not start"
        sleep 0.1
    done
}

# Makes the queues, and a user for each worker with the least it needs.
apply_topology() {
    # shellcheck source=/dev/null
    . "$dir/broker/broker.env"
    DUNLIN_MANAGEMENT_URL=http://$BROKER_USER:$BROKER_PASSWORD@127.0.0.1:$BROKER_MANAGEMENT_PORT \
        "${marked[@]}" dunlin topology apply --credentials "$dir/env" >"$dir/log/topology.log" 2>&1 ||
        fail_with_log topology "the topology could not be applied"
    "${marked[@]}" scripts/broker sync "$dir/broker"
}

broker_url_of() {
    sed -n 's/^DUNLIN_BROKER_URL=//p' "$dir/env/$1.env"
}

# Adds the settings of each worker to the file with its broker URL, as an operator would.
configure_fleet() {
    local connections=$1 port worker
    local ports
    read -ra ports <<<"$(free_ports $((${#workers[@]} + 1)))"
    local page_port=${ports[-1]}
    openssl rand -base64 32 >"$dir/env/keys"
    local shared="DUNLIN_STORE=$dir/ledger.sqlite
DUNLIN_KEY_FILE=$dir/env/keys
DUNLIN_CONFIG=$dir/config
DUNLIN_LINKS_URL=http://127.0.0.1:$page_port
DUNLIN_LINKS_KEY=$(openssl rand -base64 32)"
    for worker in "${workers[@]}"; do
        port=${ports[0]}
        ports=("${ports[@]:1}")
        cat >>"$dir/env/$worker.env" <<ENV
DUNLIN_HEALTH_PORT=$port
$shared
ENV
    done
    cat >>"$dir/env/email-sender.env" <<ENV
DUNLIN_EMAIL_SERVER=smtp://127.0.0.1:$smtp_port
DUNLIN_EMAIL_SECURITY=none
DUNLIN_EMAIL_CONNECTIONS=$connections
ENV
    echo "DUNLIN_HTTP_PORT=$page_port" >>"$dir/env/response-ingester.env"
}

start_worker() {
    start_process "$1" "$1"
}

await_ready() {
    local url tenths=300
    url=http://127.0.0.1:$(sed -n 's/^DUNLIN_HEALTH_PORT=//p' "$dir/env/$1.env")/readyz
    until curl -fs --max-time 2 -o "$dir/run/ready" "$url"; do
        kill -0 "$(cat "$dir/run/$1.pid")" 2>/dev/null || fail_with_log "$1" "$1 ended when it was started"
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || fail_with_log "$1" "$1 is not ready after 30 s"
        sleep 0.1
    done
}

# Messages in all dead-letter queues, and of those nobody asked for. Asked of the queues: the management API's counts are
# up to 5 s old.
dead_letters() {
    "${marked[@]}" scripts/broker ctl "$dir/broker" eval \
        '[io:format("~s ~b~n", [element(4, amqqueue:get_name(Q)), element(2, rabbit_amqqueue:stat(Q))])
          || Q <- rabbit_amqqueue:list(), amqqueue:get_type(Q) =:= rabbit_quorum_queue], ok.' |
        awk '$1 ~ /\.dlq$/ || $1 == "dunlin.unrouted" { sum += $2; queues++ }
            END { if (!queues) exit 1; print sum + 0 }'
}

# Stops everything by process id: workers, which drain, then mail server and broker. Whatever is left with our mark after
# that is named and ended, and the result is a failure.
stop_fleet() {
    local name pid tenths=150 draining=()
    for name in "${workers[@]}"; do
        pid=$(stop_process "$name")
        [ -z "$pid" ] || draining+=("$pid")
    done
    for pid in "${draining[@]}"; do
        while kill -0 "$pid" 2>/dev/null && [ "$tenths" -gt 0 ]; do
            tenths=$((tenths - 1))
            sleep 0.1
        done
    done
    stop_process mailsink >/dev/null
    "${marked[@]}" scripts/broker stop "$dir/broker" --now || true
    # With its status written out: in a trap, a bare return gives the one from before the trap.
    marked_gone_within 5 && return 0
    echo "demo: left running, ended now:" >&2
    # shellcheck disable=SC2046
    describe_processes $(marked_processes) >&2
    end_marked
    return 1
}
