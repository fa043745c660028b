#!/usr/bin/env bash

# --8<-- [start:look]
docker info --format '{{.ServerVersion}}, logs: {{.LoggingDriver}}'
sudo cat /etc/docker/daemon.json || echo 'no daemon.json yet'
# --8<-- [end:look]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-daemon ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-daemon
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:old]
docker run -d --name old nginx:1
docker inspect --format '{{json .HostConfig.LogConfig}}' old
# --8<-- [end:old]
# --8<-- [start:old-check]
[[ $(docker inspect --format '{{.HostConfig.LogConfig.Type}}' old) == json-file ]]
# --8<-- [end:old-check]

# --8<-- [start:validate]
sudo dockerd --validate --config-file=/etc/docker/daemon.json
# --8<-- [end:validate]

# --8<-- [start:reload]
sudo systemctl reload docker
docker info --format '{{.LoggingDriver}}'
# --8<-- [end:reload]
# --8<-- [start:reload-check]
# The daemon has read the file by now, and has left the driver as it was.
timeout 10 bash -c "until sudo journalctl --unit docker --no-pager --output cat --grep 'Reloaded configuration'; do sleep 0.1; done"
[[ $(docker info --format '{{.LoggingDriver}}') == json-file ]]
[[ $(docker inspect --format '{{.State.Running}}' old) == true ]]
# --8<-- [end:reload-check]

# --8<-- [start:restart]
sudo systemctl restart docker
docker info --format '{{.LoggingDriver}}'
# --8<-- [end:restart]
# --8<-- [start:restart-check]
[[ $(docker info --format '{{.LoggingDriver}}') == local ]]
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:compare]
docker run -d --name new nginx:1
docker inspect --format '{{json .HostConfig.LogConfig}}' new
docker inspect --format '{{json .HostConfig.LogConfig}}' old
# --8<-- [end:compare]
# --8<-- [start:compare-check]
[[ $(docker inspect --format '{{.HostConfig.LogConfig.Type}} {{index .HostConfig.LogConfig.Config "max-size"}}' new) == 'local 10m' ]]
[[ $(docker inspect --format '{{.HostConfig.LogConfig.Type}}' old) == json-file ]]
# A container that prints 45 MB keeps three files of 10 MB at most, the older ones compressed.
docker run --name loud nginx:1 sh -c "yes 'a line of a log that is long enough to fill the files quickly' | head -c 45000000" >/dev/null
logs=/var/lib/docker/containers/$(docker inspect --format '{{.Id}}' loud)/local-logs
(($(sudo find "$logs" -type f | wc -l) == 3))
(($(sudo du -sm "$logs" | cut -f1) <= 30))
docker rm loud >/dev/null
# --8<-- [end:compare-check]

# --8<-- [start:restart-dns]
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl restart docker
# --8<-- [end:restart-dns]
# --8<-- [start:restart-dns-check]
sudo systemctl reset-failed docker
# --8<-- [end:restart-dns-check]

# --8<-- [start:resolvers]
docker run --rm nginx:1 grep nameserver /etc/resolv.conf
docker start old
docker exec old grep nameserver /etc/resolv.conf
# --8<-- [end:resolvers]
# --8<-- [start:resolvers-check]
[[ $(docker run --rm nginx:1 sed -n 's/^nameserver //p' /etc/resolv.conf) == $'223.5.5.5\n1.1.1.1' ]]
[[ $(docker exec old sed -n 's/^nameserver //p' /etc/resolv.conf) == $'223.5.5.5\n1.1.1.1' ]]
# --8<-- [end:resolvers-check]

# --8<-- [start:comment]
tee commented.json <<'JSON'
{
  // keep the logs small
  "log-driver": "local"
}
JSON
sudo dockerd --validate --config-file=commented.json
# --8<-- [end:comment]

# --8<-- [start:trailing-comma]
tee comma.json <<'JSON'
{
  "log-driver": "local",
}
JSON
sudo dockerd --validate --config-file=comma.json
# --8<-- [end:trailing-comma]

# --8<-- [start:no-scheme]
tee mirror.json <<'JSON'
{
  "registry-mirrors": ["docker.example.com"]
}
JSON
sudo dockerd --validate --config-file=mirror.json
# --8<-- [end:no-scheme]

# --8<-- [start:hosts]
[ -e /etc/docker/daemon.json.good ] || sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.good
sudo tee /etc/docker/daemon.json <<'JSON'
{
  "hosts": ["unix:///run/docker.sock"]
}
JSON
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl restart docker
# --8<-- [end:hosts]
# --8<-- [start:hosts-check]
sudo dockerd --validate --config-file=/etc/docker/daemon.json
# The journal is written by another process. A walk is faster than a reader, so it waits for it.
timeout 10 bash -c "until sudo journalctl --unit docker --no-pager --output cat --grep 'as a flag'; do sleep 0.1; done"
# --8<-- [end:hosts-check]

# --8<-- [start:journal]
sudo journalctl --unit docker --no-pager --output cat --grep 'unable to configure|failed to start daemon' --lines 1
# --8<-- [end:journal]
# --8<-- [start:journal-check]
sudo journalctl --unit docker --no-pager --output cat --grep 'unable to configure|failed to start daemon' --lines 1 |
  grep -q 'specified both as a flag and in the configuration file: hosts'
# --8<-- [end:journal-check]

# --8<-- [start:cure]
sudo mv /etc/docker/daemon.json.good /etc/docker/daemon.json
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl reset-failed docker
sudo systemctl restart docker
docker info --format '{{.LoggingDriver}}'
# --8<-- [end:cure]
# --8<-- [start:cure-check]
[[ $(docker info --format '{{.LoggingDriver}}') == local ]]
[[ $(systemctl is-active docker docker.socket | sort -u) == active ]]
# --8<-- [end:cure-check]

# --8<-- [start:undo]
docker rm -f old new
docker rmi nginx:1
rm -f commented.json comma.json mirror.json
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-daemon ]; then
  sudo mv /etc/docker/daemon.json.before-daemon /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
docker info --format '{{.LoggingDriver}}'
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ $(docker info --format '{{.LoggingDriver}}') == json-file ]]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ ! -e /etc/docker/daemon.json.before-daemon && ! -e /etc/docker/daemon.json.good ]]
# --8<-- [end:undo-check]
