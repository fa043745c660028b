#!/usr/bin/env bash

# --8<-- [start:loop]
mkdir -p hangs
tee hangs/loop.py <<'PYTHON'
import faulthandler
import signal

faulthandler.register(signal.SIGUSR1)


def count(lines):
    at = 0
    while at < len(lines):
        if lines[at] == "":
            continue
        at += 1
    return at


print("counting", flush=True)
print(count(["one", "", "three"]), flush=True)
PYTHON
docker run -d --name loop -v "$PWD/hangs/loop.py:/loop.py:ro" python:3-slim python /loop.py
# --8<-- [end:loop]
# --8<-- [start:loop-check]
timeout 10 bash -c "until docker logs loop | grep -qx counting; do sleep 0.1; done"
# --8<-- [end:loop-check]

# --8<-- [start:deadlock]
tee hangs/deadlock.py <<'PYTHON'
import faulthandler
import signal
import threading
import time

faulthandler.register(signal.SIGUSR1)
orders, stock = threading.Lock(), threading.Lock()


def sell():
    with orders:
        time.sleep(0.5)
        with stock:
            print("sold", flush=True)


def deliver():
    with stock:
        time.sleep(0.5)
        with orders:
            print("delivered", flush=True)


print("open for business", flush=True)
for task in sell, deliver:
    threading.Thread(target=task).start()
PYTHON
docker run -d --name deadlock -v "$PWD/hangs/deadlock.py:/deadlock.py:ro" python:3-slim python /deadlock.py
# --8<-- [end:deadlock]
# --8<-- [start:deadlock-check]
timeout 10 bash -c "until docker logs deadlock | grep -qx 'open for business'; do sleep 0.1; done"
# Both threads have their first lock by then, and wait for the second.
sleep 1
[[ $(docker logs deadlock) == 'open for business' ]]
# --8<-- [end:deadlock-check]

# --8<-- [start:state]
docker ps -a
docker inspect --format '{{.Name}} {{.State.Status}} exit={{.State.ExitCode}} oom={{.State.OOMKilled}} restarts={{.RestartCount}}' loop deadlock
# --8<-- [end:state]
# --8<-- [start:state-check]
[[ $(docker inspect --format '{{.State.Status}}' loop deadlock | sort -u) == running ]]
# --8<-- [end:state-check]

# --8<-- [start:stats]
docker stats --no-stream
# --8<-- [end:stats]
# --8<-- [start:stats-check]
cpu() { docker stats --no-stream --format '{{.CPUPerc}}' "$1" | cut -d . -f 1; }
(($(cpu loop) >= 3))
(($(cpu deadlock) < 3))
# --8<-- [end:stats-check]

# --8<-- [start:top]
docker top loop -eLo pid,tid,pcpu,stat,wchan:20,comm
docker top deadlock -eLo pid,tid,pcpu,stat,wchan:20,comm
# --8<-- [end:top]
# --8<-- [start:top-check]
docker top loop -eLo pid,stat | tail -n +2 | grep -q R
(($(docker top deadlock -eLo pid,stat,wchan:20 | tail -n +2 | grep -c 'S.*futex') == 3))
# --8<-- [end:top-check]

# --8<-- [start:host]
docker ps -q | xargs docker inspect --format '{{.State.Pid}} {{.Name}}'
# --8<-- [end:host]
# --8<-- [start:host-check]
[[ $(ps -o comm= -p "$(docker inspect --format '{{.State.Pid}}' loop)") == python* ]]
# --8<-- [end:host-check]

# --8<-- [start:logs]
docker logs --timestamps --tail 200 --since 30m loop
# --8<-- [end:logs]

# --8<-- [start:limit]
docker update --cpus 0.5 loop
docker inspect --format '{{.HostConfig.NanoCpus}}' loop
# --8<-- [end:limit]
# --8<-- [start:limit-check]
[[ $(docker inspect --format '{{.HostConfig.NanoCpus}}' loop) == 500000000 ]]
docker update --cpus 0 loop
[[ $(docker inspect --format '{{.HostConfig.NanoCpus}}' loop) == 500000000 ]]
docker update --cpus "$(nproc)" loop
[[ $(docker inspect --format '{{.HostConfig.NanoCpus}}' loop) == $(nproc)000000000 ]]
# --8<-- [end:limit-check]

# --8<-- [start:dump-loop]
docker kill --signal USR1 loop
sleep 1
docker logs --tail 10 loop
# --8<-- [end:dump-loop]
# --8<-- [start:dump-loop-check]
docker logs loop 2>&1 | grep -q 'File "/loop.py", line .* in count'
[[ $(docker inspect --format '{{.State.Running}}' loop) == true ]]
# --8<-- [end:dump-loop-check]

# --8<-- [start:dump-deadlock]
docker kill --signal USR1 deadlock
sleep 1
docker logs --tail 30 deadlock
# --8<-- [end:dump-deadlock]
# --8<-- [start:dump-deadlock-check]
docker logs deadlock 2>&1 | grep -q 'File "/deadlock.py", line 13 in sell'
docker logs deadlock 2>&1 | grep -q 'File "/deadlock.py", line 20 in deliver'
[[ $(docker inspect --format '{{.State.Running}}' deadlock) == true ]]
# Whoever got a signal by docker kill does not come back; by docker exec it does. Without a handler, process 1 does not notice.
for name in killed told; do
  docker run -d --name "$name" --restart always python:3-slim sh -c 'sleep 4; exit 1' >/dev/null
done
docker kill --signal USR1 killed
docker exec told sh -c 'kill -USR1 1'
sleep 1
[[ $(docker inspect --format '{{.State.Running}} {{.RestartCount}}' killed told | xargs) == 'true 0 true 0' ]]
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.RestartCount}}' told) != 0 ]]; do sleep 0.2; done"
[[ $(docker inspect --format '{{.State.Running}} {{.RestartCount}}' killed) == 'false 0' ]]
docker rm -f killed told
# --8<-- [end:dump-deadlock-check]

# --8<-- [start:exec]
docker exec deadlock sh -c 'grep State /proc/1/task/*/status'
# --8<-- [end:exec]
# --8<-- [start:exec-check]
(($(docker exec deadlock sh -c 'grep State /proc/1/task/*/status' | grep -c sleeping) == 3))
# --8<-- [end:exec-check]

# --8<-- [start:bash]
docker run -d --name small busybox:1 sleep 300
docker exec small /bin/bash
# --8<-- [end:bash]

# --8<-- [start:iter]
r=surprise docker exec -iter deadlock printenv r
# --8<-- [end:iter]
# --8<-- [start:iter-check]
[[ $(r=surprise docker exec -er deadlock printenv r) == surprise ]]
# --8<-- [end:iter-check]

# --8<-- [start:cp]
docker cp deadlock:/deadlock.py hangs/copy.py
docker stop --timeout 1 small
docker cp small:/etc/passwd hangs/passwd
ls hangs
# --8<-- [end:cp]
# --8<-- [start:cp-check]
cmp hangs/copy.py hangs/deadlock.py
grep -q ^root: hangs/passwd
# --8<-- [end:cp-check]

# --8<-- [start:stop]
docker stop --timeout 2 loop
docker inspect --format '{{.State.ExitCode}}' loop
# --8<-- [end:stop]
# --8<-- [start:stop-check]
[[ $(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' loop) == 'exited 137' ]]
# --8<-- [end:stop-check]

# --8<-- [start:cure]
sed -i 's/            continue/            pass/' hangs/loop.py
docker start --attach loop
# --8<-- [end:cure]
# --8<-- [start:cure-check]
[[ $(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' loop) == 'exited 0' ]]
[[ $(docker logs --tail 1 loop) == 3 ]]
# --8<-- [end:cure-check]

# --8<-- [start:cure-deadlock]
sed -i -e '/def deliver/,$ s/with stock:/with FIRST:/' -e '/def deliver/,$ s/with orders:/with stock:/' -e 's/FIRST/orders/' hangs/deadlock.py
docker restart --timeout 1 deadlock
sleep 2
docker logs --tail 2 deadlock
# --8<-- [end:cure-deadlock]
# --8<-- [start:cure-deadlock-check]
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' deadlock) == 'exited 0' ]]; do sleep 0.5; done"
[[ $(docker logs --tail 2 deadlock | sort | xargs) == 'delivered sold' ]]
# --8<-- [end:cure-deadlock-check]

# --8<-- [start:undo]
rm -r hangs
docker rm -f loop deadlock small
docker rmi python:3-slim busybox:1
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) && ! -e hangs ]]
# --8<-- [end:undo-check]
