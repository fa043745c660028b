#!/usr/bin/env bash

# --8<-- [start:look]
docker info --format '{{.LoggingDriver}}, data in {{.DockerRootDir}}'
# --8<-- [end:look]
# --8<-- [start:look-check]
[[ $(docker info --format '{{.LoggingDriver}} {{.DockerRootDir}}') == 'json-file /var/lib/docker' ]]
# --8<-- [end:look-check]

# --8<-- [start:chatty]
docker run -d --name chatty busybox seq 1 500000
docker wait chatty
# --8<-- [end:chatty]
# --8<-- [start:chatty-check]
[[ $(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' chatty) == 'exited 0' ]]
# --8<-- [end:chatty-check]

# --8<-- [start:size]
sudo du -h "$(docker inspect --format '{{.LogPath}}' chatty)"
# --8<-- [end:size]
# --8<-- [start:size-check]
(($(sudo du -m "$(docker inspect --format '{{.LogPath}}' chatty)" | cut -f1) >= 30))
# What docker itself counts of a container leaves the log out.
docker ps -a --size --filter name=chatty --format '{{.Size}}' | grep -qE '^(0B|[0-9.]+kB) '
# --8<-- [end:size-check]

# --8<-- [start:largest]
sudo sh -c 'du -sh /var/lib/docker/containers/*' | sort -h | tail -n 5
# --8<-- [end:largest]
# --8<-- [start:largest-check]
sudo sh -c 'du -s /var/lib/docker/containers/*' | sort -n | tail -n 1 | grep -qF "$(docker inspect --format '{{.Id}}' chatty)"
# --8<-- [end:largest-check]

# --8<-- [start:one]
docker run -d --name limited --log-opt max-size=1m --log-opt max-file=3 busybox seq 1 500000
docker run -d --name compact --log-driver local busybox seq 1 500000
docker wait limited compact
docker inspect --format '{{.Name}} {{json .HostConfig.LogConfig}}' chatty limited compact
# --8<-- [end:one]
# --8<-- [start:one-check]
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' limited) == '{"Type":"json-file","Config":{"max-file":"3","max-size":"1m"}}' ]]
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' compact) == '{"Type":"local","Config":{}}' ]]
# --8<-- [end:one-check]

# --8<-- [start:compare]
sudo sh -c 'du -sh /var/lib/docker/containers/*/*-json.log* /var/lib/docker/containers/*/local-logs'
# --8<-- [end:compare]
# --8<-- [start:compare-check]
folder() { echo "/var/lib/docker/containers/$(docker inspect --format '{{.Id}}' "$1")"; }
(($(sudo find "$(folder limited)" -name '*-json.log*' | wc -l) == 3))
(($(sudo du -sk "$(folder limited)" | cut -f1) <= 3200))
(($(sudo du -sm "$(folder compact)" | cut -f1) < $(sudo du -sm "$(folder chatty)" | cut -f1)))
# The oldest lines are gone, the newest are there.
[[ $(docker logs limited 2>&1 | sed -n 1p) != 1 ]]
[[ $(docker logs --tail 1 limited) == 500000 ]]
# `local` writes the same lines in less room, and compresses what it has rotated.
docker run --name small --log-driver local --log-opt max-size=1m busybox seq 1 100000 >/dev/null
sudo find "$(folder small)/local-logs" -name 'container.log.*.gz' | grep -q .
docker rm small >/dev/null
# --8<-- [end:compare-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-logs ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-logs
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:restart]
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl restart docker
# --8<-- [end:restart]
# --8<-- [start:restart-check]
docker info >/dev/null
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:new]
docker run -d --name new busybox seq 1 500000
docker wait new
docker inspect --format '{{.Name}} {{json .HostConfig.LogConfig}}' chatty new
# --8<-- [end:new]
# --8<-- [start:new-check]
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' new) == '{"Type":"json-file","Config":{"max-file":"3","max-size":"10m"}}' ]]
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' chatty) == '{"Type":"json-file","Config":{}}' ]]
(($(sudo sh -c "du -cm $(docker inspect --format '{{.LogPath}}' new)*" | tail -n 1 | cut -f1) <= 30))
# Restarting the old container changes nothing, and options are merged one by one, but only for the same driver.
docker start chatty >/dev/null
docker wait chatty >/dev/null
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' chatty) == '{"Type":"json-file","Config":{}}' ]]
docker create --name one --log-opt max-size=1m busybox >/dev/null
docker create --name other --log-driver local busybox >/dev/null
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' one) == '{"Type":"json-file","Config":{"max-file":"3","max-size":"1m"}}' ]]
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' other) == '{"Type":"local","Config":{}}' ]]
docker rm one other >/dev/null
# --8<-- [end:new-check]

# --8<-- [start:recreate]
docker rm chatty
docker run -d --name chatty busybox sh -c 'seq 1 1000; while sleep 1; do date; done'
docker inspect --format '{{.Name}} {{json .HostConfig.LogConfig}}' chatty
# --8<-- [end:recreate]
# --8<-- [start:recreate-check]
[[ $(docker inspect --format '{{index .HostConfig.LogConfig.Config "max-size"}}' chatty) == 10m ]]
timeout 20 bash -c "until docker logs --tail 1 chatty 2>/dev/null | grep -q UTC; do sleep 0.2; done"
# --8<-- [end:recreate-check]

# --8<-- [start:read]
docker logs --tail 2 limited
docker logs --since 10m --timestamps --tail 2 limited
docker logs limited 2>&1 | grep 499998
# --8<-- [end:read]
# --8<-- [start:read-check]
[[ $(docker logs --tail 2 limited) == $'499999\n500000' ]]
[[ -z $(docker logs --since 0s limited) ]]
# --8<-- [end:read-check]

# --8<-- [start:remove-file]
sudo rm "$(docker inspect --format '{{.LogPath}}' chatty)"
docker logs chatty 2>&1 | grep -c UTC
# --8<-- [end:remove-file]
# --8<-- [start:remove-file-check]
# The daemon holds the file open, so its room is not free.
sudo ls -l "/proc/$(pidof dockerd)/fd" | grep -q -- '-json.log (deleted)'
# --8<-- [end:remove-file-check]

# --8<-- [start:restart-chatty]
docker restart -t 0 chatty
# --8<-- [end:restart-chatty]
# --8<-- [start:restart-chatty-check]
timeout 20 bash -c "until docker logs --tail 1 chatty | grep -q UTC; do sleep 0.2; done"
if sudo ls -l "/proc/$(pidof dockerd)/fd" | grep -q -- '-json.log (deleted)'; then exit 1; fi
# --8<-- [end:restart-chatty-check]

# --8<-- [start:truncate]
sudo truncate --size 0 "$(docker inspect --format '{{.LogPath}}' chatty)"
# --8<-- [end:truncate]
# --8<-- [start:truncate-check]
[[ $(docker inspect --format '{{.State.Running}}' chatty) == true ]]
timeout 10 bash -c "until docker logs chatty | grep -q UTC; do sleep 0.2; done"
(($(sudo stat -c %s "$(docker inspect --format '{{.LogPath}}' chatty)") < 2000))
# --8<-- [end:truncate-check]

# --8<-- [start:number]
tee number.json <<'JSON'
{
  "log-opts": {
    "max-size": "10m",
    "max-file": 3
  }
}
JSON
sudo dockerd --validate --config-file=number.json
# --8<-- [end:number]

# --8<-- [start:unknown]
docker run -d --name odd --log-opt max-files=3 busybox seq 1 10
# --8<-- [end:unknown]
# --8<-- [start:unknown-check]
# In daemon.json the check lets the same mistake pass.
printf '{"log-opts":{"max-files":"3"}}' >unknown.json
sudo dockerd --validate --config-file=unknown.json
rm unknown.json
# --8<-- [end:unknown-check]

# --8<-- [start:none]
docker run -d --name silent --log-driver none busybox seq 1 10
docker logs silent
# --8<-- [end:none]

# --8<-- [start:undo]
docker rm -f chatty limited compact new silent
docker rmi busybox
rm -f number.json
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-logs ]; then
  sudo mv /etc/docker/daemon.json.before-logs /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ -z $(sudo ls /var/lib/docker/containers) ]]
docker create --name after hello-world >/dev/null 2>&1
[[ $(docker inspect --format '{{json .HostConfig.LogConfig}}' after) == '{"Type":"json-file","Config":{}}' ]]
docker rm after >/dev/null
# --8<-- [end:undo-check]
