#!/usr/bin/env bash

# --8<-- [start:read]
docker info --format 'proxy: {{.HTTPSProxy}}  mirrors: {{.RegistryConfig.Mirrors}}'
curl -sS -o /dev/null -w '%{http_code}\n' --max-time 15 https://registry-1.docker.io/v2/
# --8<-- [end:read]
# --8<-- [start:read-check]
code=$(curl -sS -o /dev/null -w '%{http_code}' https://registry-1.docker.io/v2/)
[[ $code == 200 || $code == 401 ]]
# --8<-- [end:read-check]

# --8<-- [start:no-such-host]
docker pull quay.oi/prometheus/node-exporter
# --8<-- [end:no-such-host]

# --8<-- [start:resolve]
getent hosts registry-1.docker.io
cat /etc/resolv.conf
# --8<-- [end:resolve]
# --8<-- [start:resolve-check]
[[ -n $(getent hosts registry-1.docker.io) && -z $(getent hosts quay.oi) ]]
# --8<-- [end:resolve-check]

# --8<-- [start:timeout]
#en A firewall that drops what goes out to port 443.
#zh 让防火墙丢弃发往 443 端口的数据。
sudo iptables -I OUTPUT -p tcp --dport 443 -j DROP
docker pull busybox:1
# --8<-- [end:timeout]

# --8<-- [start:reach]
curl -sS --connect-timeout 3 https://registry-1.docker.io/v2/
# --8<-- [end:reach]

# --8<-- [start:timeout-cure]
sudo iptables -D OUTPUT -p tcp --dport 443 -j DROP
docker pull busybox:1
# --8<-- [end:timeout-cure]
# --8<-- [start:timeout-cure-check]
docker image inspect busybox:1 >/dev/null
# --8<-- [end:timeout-cure-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-pull-fails ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-pull-fails
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:proxy]
sudo systemctl restart docker
docker pull nginx:1
# --8<-- [end:proxy]

# --8<-- [start:proxy-read]
docker info --format '{{.HTTPSProxy}}'
curl -sS -o /dev/null -w '%{http_code}\n' https://registry-1.docker.io/v2/
# --8<-- [end:proxy-read]
# --8<-- [start:proxy-read-check]
[[ $(docker info --format '{{.HTTPSProxy}}') == http://127.0.0.1:7897 ]]
# --8<-- [end:proxy-read-check]

# --8<-- [start:proxy-cure]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-pull-fails ]; then
  sudo mv /etc/docker/daemon.json.before-pull-fails /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
docker pull nginx:1
# --8<-- [end:proxy-cure]
# --8<-- [start:proxy-cure-check]
[[ -z $(docker info --format '{{.HTTPSProxy}}') ]]
docker image inspect nginx:1 >/dev/null
sudo systemctl reset-failed docker
# --8<-- [end:proxy-cure-check]

# --8<-- [start:no-such-tag]
docker pull nginx:99
# --8<-- [end:no-such-tag]

# --8<-- [start:upper-case]
docker pull Nginx:1
# --8<-- [end:upper-case]

# --8<-- [start:platform]
docker pull --platform linux/sparc64 busybox:1
# --8<-- [end:platform]

# --8<-- [start:platforms]
docker buildx imagetools inspect busybox:1
# --8<-- [end:platforms]
# --8<-- [start:platforms-check]
docker buildx imagetools inspect busybox:1 | grep -q linux/arm64
# --8<-- [end:platforms-check]

# --8<-- [start:answers]
tee answers.conf <<'NGINX'
server {
    listen 80;
    default_type application/json;
    location = /v2/ {
        return 200 '{}';
    }
    location /v2/team/ {
        add_header WWW-Authenticate 'Bearer realm="https://auth.docker.io/token",error="insufficient_scope"' always;
        return 401 '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}';
    }
    location /v2/busy/ {
        return 429 '{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"}]}';
    }
}
NGINX
docker run -d --name answers -p 127.0.0.1:5001:80 -v "$PWD/answers.conf:/etc/nginx/conf.d/default.conf:ro" nginx:1
# --8<-- [end:answers]
# --8<-- [start:answers-check]
timeout 10 bash -c 'until curl -fsS http://127.0.0.1:5001/v2/ 2>/dev/null; do sleep 0.1; done'
# --8<-- [end:answers-check]

# --8<-- [start:denied]
docker pull localhost:5001/team/app:1
# --8<-- [end:denied]

# --8<-- [start:too-many]
docker pull localhost:5001/busy/app:1
# --8<-- [end:too-many]

# --8<-- [start:plain-http]
#en On an address of this computer other than 127.0.0.1, which is an exception.
#zh 用本机的另一个地址，因为 127.0.0.1 是例外。
address=$(hostname -I | cut -d ' ' -f 1)
docker run -d --name plain -p "$address:5002:80" nginx:1
docker pull "$address:5002/team/app:1"
# --8<-- [end:plain-http]

# --8<-- [start:undo]
docker rm -f answers plain
docker rmi nginx:1 busybox:1
rm answers.conf
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ ! -e /etc/docker/daemon.json && ! -e /etc/docker/daemon.json.before-pull-fails ]]
if sudo iptables -C OUTPUT -p tcp --dport 443 -j DROP 2>/dev/null; then exit 1; fi
# --8<-- [end:undo-check]
