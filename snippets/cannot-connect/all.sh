#!/usr/bin/env bash

# --8<-- [start:read]
docker context ls
printenv DOCKER_HOST || echo 'DOCKER_HOST is not set'
systemctl is-active docker || sudo systemctl status docker --no-pager
ls -l /var/run/docker.sock
id -nG
# --8<-- [end:read]
# --8<-- [start:read-check]
[[ $(systemctl is-active docker) == active && $(id -nG) == *docker* && ! -v DOCKER_HOST ]]
# --8<-- [end:read-check]

# --8<-- [start:stopped]
sudo systemctl stop docker.socket docker.service
docker ps
# --8<-- [end:stopped]
# --8<-- [start:stopped-check]
# The client alone still works: its version says nothing about the daemon.
docker -v >/dev/null
if docker version 2>/dev/null >&2; then exit 1; fi
# --8<-- [end:stopped-check]

# --8<-- [start:status]
systemctl is-active docker || true
systemctl is-enabled docker || true
# --8<-- [end:status]
# --8<-- [start:status-check]
[[ $(systemctl is-active docker) == inactive ]]
# --8<-- [end:status-check]

# --8<-- [start:start]
sudo systemctl enable --now docker
docker ps
# --8<-- [end:start]
# --8<-- [start:start-check]
[[ $(systemctl is-active docker) == active && $(systemctl is-enabled docker) == enabled ]]
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:start-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-cannot-connect ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-cannot-connect
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:broken]
sudo tee /etc/docker/daemon.json <<'JSON'
{
  "log-driver": "local",
}
JSON
sudo systemctl restart docker
# --8<-- [end:broken]
# --8<-- [start:broken-check]
if docker ps 2>/dev/null; then exit 1; fi
# systemd tries three times, and the journal is written by another process.
timeout 30 bash -c "until [[ \$(systemctl is-active docker) == failed ]]; do sleep 0.2; done"
timeout 10 bash -c "until sudo journalctl --unit docker --no-pager --output cat --grep 'unable to configure'; do sleep 0.1; done"
# --8<-- [end:broken-check]

# --8<-- [start:no-answer]
docker ps
# --8<-- [end:no-answer]

# --8<-- [start:journal]
sudo journalctl --unit docker --no-pager --output cat --grep 'unable to configure|failed to start daemon' --lines 1
# --8<-- [end:journal]
# --8<-- [start:journal-check]
sudo journalctl --unit docker --no-pager --output cat --grep 'unable to configure|failed to start daemon' --lines 1 |
  grep -q 'daemon.json: invalid JSON'
# --8<-- [end:journal-check]

# --8<-- [start:validate]
sudo dockerd --validate --config-file=/etc/docker/daemon.json
# --8<-- [end:validate]

# --8<-- [start:restart]
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl reset-failed docker
sudo systemctl start docker
docker ps
# --8<-- [end:restart]
# --8<-- [start:restart-check]
[[ $(systemctl is-active docker docker.socket | sort -u) == active ]]
[[ $(docker info --format '{{.LoggingDriver}}') == local ]]
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:host]
export DOCKER_HOST=tcp://127.0.0.1:2375
docker ps
# --8<-- [end:host]

# --8<-- [start:host-read]
printenv DOCKER_HOST
grep -n DOCKER_HOST ~/.profile ~/.bash_profile ~/.bashrc /etc/environment /etc/profile.d/* 2>/dev/null || echo 'in none of these files'
# --8<-- [end:host-read]

# --8<-- [start:host-cure]
unset DOCKER_HOST
docker ps
# --8<-- [end:host-cure]

# --8<-- [start:context]
docker context create desktop-linux --docker "host=unix://$HOME/.docker/desktop/docker.sock"
docker context use desktop-linux
docker ps
# --8<-- [end:context]

# --8<-- [start:context-read]
docker context ls
# --8<-- [end:context-read]
# --8<-- [start:context-read-check]
[[ $(docker context show) == desktop-linux ]]
# --8<-- [end:context-read-check]

# --8<-- [start:context-cure]
docker context use default
docker ps
# --8<-- [end:context-cure]
# --8<-- [start:context-cure-check]
[[ $(docker context show) == default ]]
# --8<-- [end:context-cure-check]

# --8<-- [start:group]
sudo gpasswd --delete "$USER" docker
#en A new login, for one command.
#zh 重新登录一次，只执行一条命令。
sudo --login --user "$USER" docker ps
# --8<-- [end:group]

# --8<-- [start:group-read]
ls -l /var/run/docker.sock
id -nG "$USER"
# --8<-- [end:group-read]
# --8<-- [start:group-read-check]
[[ $(id -nG "$USER") != *docker* ]]
[[ $(stat -Lc '%G %a' /var/run/docker.sock) == 'docker 660' ]]
# --8<-- [end:group-read-check]

# --8<-- [start:group-cure]
sudo usermod --append --groups docker "$USER"
sudo --login --user "$USER" docker ps
# --8<-- [end:group-cure]
# --8<-- [start:group-cure-check]
[[ $(id -nG "$USER") == *docker* ]]
# --8<-- [end:group-cure-check]

# --8<-- [start:undo-desktop]
docker context rm desktop-linux
# --8<-- [end:undo-desktop]
# --8<-- [start:undo-desktop-check]
[[ $(docker context ls --format '{{.Name}}') == default ]]
# --8<-- [end:undo-desktop-check]

# --8<-- [start:undo]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-cannot-connect ]; then
  sudo mv /etc/docker/daemon.json.before-cannot-connect /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
# --8<-- [end:undo]
# --8<-- [start:undo-check]
docker ps >/dev/null
[[ $(docker context ls --format '{{.Name}}') == default ]]
[[ ! -e /etc/docker/daemon.json && ! -e /etc/docker/daemon.json.before-cannot-connect ]]
[[ $(docker info --format '{{.LoggingDriver}}') == json-file ]]
# --8<-- [end:undo-check]
