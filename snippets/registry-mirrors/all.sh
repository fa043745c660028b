#!/usr/bin/env bash

# --8<-- [start:pull-direct]
docker pull busybox
# --8<-- [end:pull-direct]

# --8<-- [start:reach]
curl -sS -o /dev/null -w '%{http_code} %{content_type}\n' https://mirror.example.com/v2/
# --8<-- [end:reach]
# --8<-- [start:reach-check]
code=$(curl -sS -o /dev/null -w '%{http_code}' https://mirror.example.com/v2/)
[[ $code == 200 || $code == 401 ]]
# --8<-- [end:reach-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-mirrors ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-mirrors
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:validate]
sudo dockerd --validate --config-file=/etc/docker/daemon.json
# --8<-- [end:validate]

# --8<-- [start:reload]
sudo systemctl reload docker
#en A reload does not wait for the daemon, so give it a moment.
#zh 重新加载不会等守护进程处理完，稍等片刻再看。
sleep 1
docker info --format '{{json .RegistryConfig.Mirrors}}'
# --8<-- [end:reload]
# --8<-- [start:reload-check]
timeout 10 bash -c "until docker info --format '{{.RegistryConfig.Mirrors}}' | grep -F '[https://mirror.example.com/]'; do sleep 0.1; done"
# --8<-- [end:reload-check]

# --8<-- [start:pull]
docker pull busybox
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker image inspect busybox >/dev/null
# --8<-- [end:pull-check]

# --8<-- [start:digest]
docker image inspect --format '{{index .RepoDigests 0}}' busybox
# --8<-- [end:digest]
# --8<-- [start:digest-check]
[[ $(docker image inspect --format '{{index .RepoDigests 0}}' busybox) == busybox@sha256:* ]]
# --8<-- [end:digest-check]

# --8<-- [start:pull-by-digest]
pinned=$(docker image inspect --format '{{index .RepoDigests 0}}' busybox)
docker rmi busybox
docker pull "$pinned"
# --8<-- [end:pull-by-digest]
# --8<-- [start:pull-by-digest-check]
docker image inspect "$pinned" >/dev/null
# --8<-- [end:pull-by-digest-check]

# --8<-- [start:undo]
docker rmi "$pinned"
#en A shorter list takes effect; a list that is missing would be overlooked.
#zh 缩短的列表会生效；直接删掉这一项，重新加载时反而会被忽略。
sudo sed -i 's|"https://mirror.example.com",\{0,1\} *||' /etc/docker/daemon.json
sudo systemctl reload docker
#en A reload does not wait for the daemon, so give it a moment.
#zh 重新加载不会等守护进程处理完，稍等片刻再看。
sleep 1
docker info --format '{{json .RegistryConfig.Mirrors}}'
# --8<-- [end:undo]
# --8<-- [start:undo-check]
timeout 10 bash -c "until docker info --format '{{.RegistryConfig.Mirrors}}' | grep -F '[]'; do sleep 0.1; done"
[[ -z $(docker image ls -q) ]]
if docker pull -q busybox; then exit 1; fi
# --8<-- [end:undo-check]

# --8<-- [start:restore]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-mirrors ]; then
  sudo mv /etc/docker/daemon.json.before-mirrors /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl reload docker
# --8<-- [end:restore]
# --8<-- [start:restore-check]
[[ ! -e /etc/docker/daemon.json && ! -e /etc/docker/daemon.json.before-mirrors ]]
timeout 10 bash -c "until docker info --format '{{.RegistryConfig.Mirrors}}' | grep -F '[]'; do sleep 0.1; done"
# --8<-- [end:restore-check]
