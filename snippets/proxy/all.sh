#!/usr/bin/env bash

# --8<-- [start:pull-direct]
docker pull busybox
# --8<-- [end:pull-direct]

# --8<-- [start:reach]
curl -sS -o /dev/null -w '%{http_code}\n' -x http://proxy.example.com:7897 https://registry-1.docker.io/v2/
# --8<-- [end:reach]
# --8<-- [start:reach-check]
code=$(curl -sS -o /dev/null -w '%{http_code}' -x http://proxy.example.com:7897 https://registry-1.docker.io/v2/)
[[ $code == 401 || $code == 200 ]]
# --8<-- [end:reach-check]

# --8<-- [start:folder]
sudo mkdir -p /etc/systemd/system/docker.service.d
# --8<-- [end:folder]
# --8<-- [start:folder-check]
[[ -d /etc/systemd/system/docker.service.d ]]
# --8<-- [end:folder-check]

# --8<-- [start:http-proxy.conf-check]
systemd-analyze verify docker.service
# --8<-- [end:http-proxy.conf-check]

# --8<-- [start:restart]
sudo systemctl daemon-reload
sudo systemctl restart docker
systemctl show --no-pager --property=Environment docker
# --8<-- [end:restart]
# --8<-- [start:restart-check]
systemctl show --property=Environment docker | grep -qF HTTPS_PROXY=http://proxy.example.com:7897
[[ $(docker info --format '{{.HTTPSProxy}}') == http://proxy.example.com:7897 ]]
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:pull]
docker pull busybox
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker image inspect busybox >/dev/null
# --8<-- [end:pull-check]

# --8<-- [start:remove-drop-in]
sudo rm /etc/systemd/system/docker.service.d/http-proxy.conf
sudo systemctl daemon-reload
# --8<-- [end:remove-drop-in]
# --8<-- [start:remove-drop-in-check]
[[ $(systemctl show --property=Environment docker) != *PROXY* ]]
# --8<-- [end:remove-drop-in-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-proxy ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-proxy
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:validate]
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl restart docker
docker info --format 'HTTPS proxy: {{.HTTPSProxy}}'
# --8<-- [end:validate]
# --8<-- [start:validate-check]
[[ $(docker info --format '{{.HTTPSProxy}}') == http://proxy.example.com:7897 ]]
sudo systemctl reset-failed docker
# --8<-- [end:validate-check]

# --8<-- [start:pull-again]
docker rmi busybox
docker pull busybox
# --8<-- [end:pull-again]
# --8<-- [start:pull-again-check]
docker image inspect busybox >/dev/null
# --8<-- [end:pull-again-check]

# --8<-- [start:no-variables]
docker run --rm busybox env | sort
# --8<-- [end:no-variables]
# --8<-- [start:no-variables-check]
[[ $(docker run --rm busybox env) != *proxy* ]]
# --8<-- [end:no-variables-check]

# --8<-- [start:client-folder]
mkdir -p ~/.docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e ~/.docker/config.json.before-proxy ]; then
  touch ~/.docker/config.json
  cp -a ~/.docker/config.json ~/.docker/config.json.before-proxy
fi
# --8<-- [end:client-folder]
# --8<-- [start:client-folder-check]
[[ -d ~/.docker ]]
# --8<-- [end:client-folder-check]

# --8<-- [start:variables]
docker run --rm busybox env | sort
# --8<-- [end:variables]
# --8<-- [start:variables-check]
docker run --rm busybox env | grep -qx 'HTTPS_PROXY=http://proxy.example.com:7897'
docker run --rm busybox env | grep -qx 'http_proxy=http://proxy.example.com:7897'
# A request from a container goes through the proxy: any answer is the proxy's, as the name is unknown without it.
answer=$(docker run --rm busybox wget -S -O /dev/null http://registry-1.docker.io/ 2>&1 || true)
[[ $answer == *'Connecting to proxy.example.com:7897'*'HTTP/1.'* ]]
# --8<-- [end:variables-check]

# --8<-- [start:loopback]
docker run --rm -e http_proxy=http://127.0.0.1:7897 busybox wget -O /dev/null http://registry-1.docker.io/
# --8<-- [end:loopback]

# --8<-- [start:undo]
#en The files become what they were before this page. If you changed them since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e ~/.docker/config.json.before-proxy ]; then
  mv ~/.docker/config.json.before-proxy ~/.docker/config.json
  [ -s ~/.docker/config.json ] || rm ~/.docker/config.json
fi
if [ -e /etc/docker/daemon.json.before-proxy ]; then
  sudo mv /etc/docker/daemon.json.before-proxy /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
docker rmi busybox
docker info --format 'HTTPS proxy: {{.HTTPSProxy}}'
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker info --format '{{.HTTPProxy}}{{.HTTPSProxy}}{{.NoProxy}}') ]]
[[ ! -e ~/.docker/config.json && ! -e /etc/docker/daemon.json ]]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
if docker pull -q busybox; then exit 1; fi
# --8<-- [end:undo-check]
