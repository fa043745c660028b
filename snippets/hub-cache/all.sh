#!/usr/bin/env bash

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
mkdir hub-cache
# --8<-- [end:ready]

# --8<-- [start:run]
docker run -d --name hub-cache --restart=always -p 127.0.0.1:5000:5000 \
  -v "$PWD/hub-cache/config.yml:/etc/distribution/config.yml:ro" \
  -v hub-cache:/var/lib/registry \
  registry:3
# --8<-- [end:run]
# --8<-- [start:run-check]
timeout 20 bash -c "until curl -fsS http://127.0.0.1:5000/v2/ >/dev/null 2>&1; do sleep 0.1; done"
[[ $(docker port hub-cache) == '5000/tcp -> 127.0.0.1:5000' ]]
for address in $(hostname -I); do
  if [[ $address == *.* ]] && curl -fsS --max-time 5 "http://$address:5000/v2/" 2>/dev/null; then exit 1; fi
done
# --8<-- [end:run-check]

# --8<-- [start:empty]
curl -fsS http://127.0.0.1:5000/v2/_catalog
# --8<-- [end:empty]
# --8<-- [start:empty-check]
[[ $(curl -fsS http://127.0.0.1:5000/v2/_catalog) == '{"repositories":[]}' ]]
# --8<-- [end:empty-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-cache ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-cache
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:reload]
sudo dockerd --validate --config-file /etc/docker/daemon.json &&
  sudo systemctl reload docker
#en A reload does not wait for the daemon, so give it a moment.
#zh 重新加载不会等守护进程处理完，稍等片刻再看。
sleep 1
docker info --format '{{json .RegistryConfig.Mirrors}}'
# --8<-- [end:reload]
# --8<-- [start:reload-check]
[[ $(docker info --format '{{json .RegistryConfig.Mirrors}}') == '["http://127.0.0.1:5000/"]' ]]
[[ $(docker inspect --format '{{.State.Running}} {{.RestartCount}}' hub-cache) == 'true 0' ]]
# --8<-- [end:reload-check]

# --8<-- [start:pull]
docker pull nginx:1
curl -fsS http://127.0.0.1:5000/v2/_catalog
# --8<-- [end:pull]
# --8<-- [start:pull-check]
[[ $(curl -fsS http://127.0.0.1:5000/v2/_catalog) == '{"repositories":["library/nginx"]}' ]]
# The layers themselves are in the volume, not only the list of them.
timeout 20 bash -c "until (( \$(docker exec hub-cache du -sm /var/lib/registry | cut -f 1) >= 10 )); do sleep 0.2; done"
# --8<-- [end:pull-check]

# --8<-- [start:again]
docker rmi nginx:1
docker pull nginx:1
docker exec hub-cache du -sh /var/lib/registry
# --8<-- [end:again]
# --8<-- [start:again-check]
# With Docker Hub out of everyone's reach, the cache still hands out what it has, and nothing else.
for address in $(getent ahostsv4 registry-1.docker.io | cut -d ' ' -f 1 | sort -u); do
  sudo iptables -I OUTPUT -d "$address" -p tcp -j REJECT --reject-with tcp-reset
  sudo iptables -I FORWARD -d "$address" -p tcp -j REJECT --reject-with tcp-reset
done
if curl -fsS --max-time 5 https://registry-1.docker.io/v2/ 2>/dev/null; then exit 1; fi
docker rmi nginx:1 >/dev/null
timeout 30 docker pull --quiet nginx:1
if timeout 30 docker pull --quiet hello-world 2>/dev/null; then exit 1; fi
for address in $(getent ahostsv4 registry-1.docker.io | cut -d ' ' -f 1 | sort -u); do
  sudo iptables -D OUTPUT -d "$address" -p tcp -j REJECT --reject-with tcp-reset
  sudo iptables -D FORWARD -d "$address" -p tcp -j REJECT --reject-with tcp-reset
done
# --8<-- [end:again-check]

# --8<-- [start:log]
docker logs hub-cache 2>&1 | grep -c 'GET /v2/library/nginx'
# --8<-- [end:log]
# --8<-- [start:log-check]
(($(docker logs hub-cache 2>&1 | grep -c 'GET /v2/library/nginx') >= 2))
# --8<-- [end:log-check]

# --8<-- [start:push]
docker tag nginx:1 127.0.0.1:5000/mine/nginx
docker push 127.0.0.1:5000/mine/nginx
# --8<-- [end:push]

# --8<-- [start:undo]
sudo sed -i 's|"http://127.0.0.1:5000",\{0,1\} *||' /etc/docker/daemon.json
sudo systemctl reload docker
sleep 1
docker info --format '{{json .RegistryConfig.Mirrors}}'
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ $(docker info --format '{{json .RegistryConfig.Mirrors}}') == null ]]
# --8<-- [end:undo-check]

# --8<-- [start:restore]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-cache ]; then
  sudo mv /etc/docker/daemon.json.before-cache /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
docker rm -f hub-cache
docker volume rm hub-cache
docker rmi nginx:1 127.0.0.1:5000/mine/nginx registry:3
rm -r hub-cache
# --8<-- [end:restore]
# --8<-- [start:restore-check]
[[ -z $(docker ps -aq)$(docker volume ls -q)$(docker image ls -q) ]]
[[ ! -e hub-cache && ! -e /etc/docker/daemon.json ]]
# --8<-- [end:restore-check]
