#!/usr/bin/env bash

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
# --8<-- [end:ready]

# --8<-- [start:memory]
docker run -d --name hungry -m 64m --memory-swap 64m busybox tail /dev/zero
docker wait hungry
docker inspect --format 'killed for memory: {{.State.OOMKilled}}, exit status: {{.State.ExitCode}}' hungry
# --8<-- [end:memory]
# --8<-- [start:memory-check]
[[ $(docker inspect --format '{{.State.OOMKilled}} {{.State.ExitCode}}' hungry) == 'true 137' ]]
[[ $(docker inspect --format '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}' hungry) == '67108864 67108864' ]]
# Without --memory-swap it may swap as much again.
[[ $(docker inspect --format '{{.HostConfig.MemorySwap}}' "$(docker create -m 64m --name twice busybox)") == 134217728 ]]
docker rm twice >/dev/null
# If it is not the first process that is killed, the container goes on.
docker run -d --name child -m 64m --memory-swap 64m busybox sh -c 'tail /dev/zero; sleep 1000' >/dev/null
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.State.OOMKilled}}' child) == true ]]; do sleep 0.5; done"
[[ $(docker inspect --format '{{.State.Running}}' child) == true ]]
docker rm -f child >/dev/null
# --8<-- [end:memory-check]

# --8<-- [start:free]
docker run --rm -m 64m busybox free -m
# --8<-- [end:free]
# --8<-- [start:free-check]
(($(docker run --rm -m 64m busybox free -m | awk '/Mem:/ {print $2}') > 128))
# --8<-- [end:free-check]

# --8<-- [start:cpus]
docker run -d --name busy --cpus 0.5 busybox sh -c 'while :; do :; done'
docker stats --no-stream busy
# --8<-- [end:cpus]
# --8<-- [start:cpus-check]
[[ $(docker inspect --format '{{.HostConfig.NanoCpus}}' busy) == 500000000 ]]
percent=$(docker stats --no-stream --format '{{.CPUPerc}}' busy)
((${percent%%.*} > 5 && ${percent%%.*} < 60))
# --8<-- [end:cpus-check]

# --8<-- [start:pids]
docker run -d --name forks --pids-limit 20 busybox sh -c 'for i in $(seq 1 30); do sleep 1 & done; wait'
docker wait forks
docker logs forks
# --8<-- [end:pids]
# --8<-- [start:pids-check]
[[ $(docker logs forks 2>&1) == *"can't fork"* ]]
[[ $(docker inspect --format '{{.HostConfig.PidsLimit}}' forks) == 20 ]]
# --8<-- [end:pids-check]

# --8<-- [start:update]
docker update --cpus 0.2 --pids-limit 100 busy
docker update -m 64m --memory-swap 64m busy
docker inspect --format '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}' busy
# --8<-- [end:update]
# --8<-- [start:update-check]
[[ $(docker inspect --format '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}' busy) == '200000000 67108864 100' ]]
# --8<-- [end:update-check]

# --8<-- [start:health]
docker run -d --name web --restart always \
  --health-cmd 'wget -q -O /dev/null http://127.0.0.1/' \
  --health-interval 1s --health-timeout 2s --health-retries 3 --health-start-period 10s \
  busybox sh -c 'mkdir /www; echo fine >/www/index.html; exec httpd -f -h /www'
# --8<-- [end:health]
# --8<-- [start:health-check]
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.State.Health.Status}}' web) == healthy ]]; do sleep 0.5; done"
# --8<-- [end:health-check]

# --8<-- [start:healthy]
docker ps --filter name=web
# --8<-- [end:healthy]
# --8<-- [start:healthy-check]
[[ $(docker ps --filter name=web --format '{{.Status}}') == *'(healthy)' ]]
# --8<-- [end:healthy-check]

# --8<-- [start:break]
docker exec web rm /www/index.html
# --8<-- [end:break]
# --8<-- [start:break-check]
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.State.Health.Status}}' web) == unhealthy ]]; do sleep 0.5; done"
# --8<-- [end:break-check]

# --8<-- [start:unhealthy]
docker inspect --format '{{.State.Status}} and {{.State.Health.Status}}, restarts: {{.RestartCount}}' web
docker inspect --format '{{range .State.Health.Log}}{{.Output}}{{end}}' web | tail -n 2
# --8<-- [end:unhealthy]
# --8<-- [start:unhealthy-check]
[[ $(docker inspect --format '{{.State.Status}} {{.RestartCount}}' web) == 'running 0' ]]
[[ $(docker ps --filter health=unhealthy --format '{{.Names}}') == web ]]
# --8<-- [end:unhealthy-check]

# --8<-- [start:heal]
docker rm -f web
docker run -d --name web --restart always --init \
  --health-cmd 'wget -q -O /dev/null http://127.0.0.1/ || kill 1' \
  --health-interval 1s --health-timeout 2s --health-retries 3 --health-start-period 10s \
  busybox sh -c 'mkdir -p /www; echo fine >/www/index.html; exec httpd -f -h /www'
# --8<-- [end:heal]
# --8<-- [start:heal-check]
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.State.Health.Status}}' web) == healthy ]]; do sleep 0.5; done"
# --8<-- [end:heal-check]

# --8<-- [start:break-again]
docker exec --detach web rm /www/index.html
# --8<-- [end:break-again]
# --8<-- [start:break-again-check]
timeout 20 bash -c "until (( \$(docker inspect --format '{{.RestartCount}}' web) > 0 )); do sleep 0.5; done"
timeout 20 bash -c "until [[ \$(docker exec web wget -q -O - http://127.0.0.1/ 2>/dev/null) == fine ]]; do sleep 0.1; done"
# --8<-- [end:break-again-check]

# --8<-- [start:healed]
docker exec web wget -q -O - http://127.0.0.1/
docker inspect --format '{{.State.Status}}, restarts: {{.RestartCount}}' web
# --8<-- [end:healed]
# --8<-- [start:healed-check]
[[ $(docker inspect --format '{{.State.Status}}, restarts: {{.RestartCount}}' web) == 'running, restarts: 1' ]]
# --8<-- [end:healed-check]

# --8<-- [start:memory-alone]
docker run -d --name other busybox sleep 1000
docker update -m 64m other
# --8<-- [end:memory-alone]

# --8<-- [start:too-small]
docker run --rm -m 4m busybox true
# --8<-- [end:too-small]

# --8<-- [start:no-curl]
docker run -d --name without --health-cmd 'curl -fsS http://127.0.0.1/' --health-interval 1s --health-retries 1 \
  busybox httpd -f
# --8<-- [end:no-curl]
# --8<-- [start:no-curl-check]
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.State.Health.Status}}' without) == unhealthy ]]; do sleep 0.5; done"
# --8<-- [end:no-curl-check]

# --8<-- [start:reason]
docker inspect --format '{{.State.Health.Status}}: {{with index .State.Health.Log 0}}{{.Output}}{{end}}' without
# --8<-- [end:reason]
# --8<-- [start:reason-check]
[[ $(docker inspect --format '{{(index .State.Health.Log 0).ExitCode}} {{(index .State.Health.Log 0).Output}}' without) == '127 '*'curl: not found'* ]]
# --8<-- [end:reason-check]

# --8<-- [start:undo]
docker rm -f hungry busy forks web other without
docker rmi busybox
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
# --8<-- [end:undo-check]
