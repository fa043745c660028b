#!/usr/bin/env bash

# --8<-- [start:first]
docker run -d --name first -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:first]
# --8<-- [start:first-check]
[[ $(docker port first) == '80/tcp -> 127.0.0.1:8080' ]]
# --8<-- [end:first-check]

# --8<-- [start:container]
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:container]
# --8<-- [start:container-check]
[[ $(docker inspect --format '{{.State.Status}}' web) == created ]]
# --8<-- [end:container-check]

# --8<-- [start:who]
docker ps --filter publish=8080
# --8<-- [end:who]
# --8<-- [start:who-check]
[[ $(docker ps --filter publish=8080 --format '{{.Names}}') == first ]]
# --8<-- [end:who-check]

# --8<-- [start:other-port]
docker rm web
docker run -d --name web -p 127.0.0.1:8081:80 nginx:1
docker port web
# --8<-- [end:other-port]
# --8<-- [start:other-port-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8081 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:other-port-check]

# --8<-- [start:any-port]
docker run -d --name any -p 127.0.0.1::80 nginx:1
docker port any
# --8<-- [end:any-port]
# --8<-- [start:any-port-check]
address=$(docker port any 80/tcp)
[[ $address == 127.0.0.1:* ]]
timeout 10 bash -c "until curl -fsS http://$address 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:any-port-check]

# --8<-- [start:stop-first]
docker rm -f first web any
# --8<-- [end:stop-first]

# --8<-- [start:program]
#en A service of the host that listens at port 8080.
#zh 宿主机上的一个服务，监听 8080 端口。
sudo systemd-run --unit old-web systemd-socket-activate --listen 127.0.0.1:8080 cat
sleep 1
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:program]
# --8<-- [start:program-check]
[[ $(docker inspect --format '{{.State.Status}}' web) == created ]]
[[ -z $(docker ps -q --filter publish=8080) ]]
# --8<-- [end:program-check]

# --8<-- [start:listening]
sudo ss -ltnp 'sport = :8080'
# --8<-- [end:listening]
# --8<-- [start:listening-check]
sudo ss -ltnp 'sport = :8080' | grep -q 'systemd-socket'
# --8<-- [end:listening-check]

# --8<-- [start:unit]
pid=$(sudo ss -Hltnp 'sport = :8080' | grep -o 'pid=[0-9]*' | head -n 1 | cut -d = -f 2)
systemctl status --no-pager --lines 0 "$pid"
# --8<-- [end:unit]
# --8<-- [start:unit-check]
systemctl status --no-pager "$pid" | grep -q old-web.service
# --8<-- [end:unit-check]

# --8<-- [start:stop-program]
sudo systemctl stop old-web
docker start web
# --8<-- [end:stop-program]
# --8<-- [start:stop-program-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:stop-program-check]

# --8<-- [start:host-network]
docker run -d --name hidden --network host nginx:1
sleep 1
docker run -d --name public -p 127.0.0.1:80:80 nginx:1
# --8<-- [end:host-network]

# --8<-- [start:hidden]
docker ps --filter publish=80
sudo ss -ltnp 'sport = :80'
docker ps --filter network=host
# --8<-- [end:hidden]
# --8<-- [start:hidden-check]
[[ -z $(docker ps -q --filter publish=80) ]]
[[ $(docker ps --filter network=host --format '{{.Names}}') == hidden ]]
sudo ss -ltnp 'sport = :80' | grep -q nginx
# --8<-- [end:hidden-check]

# --8<-- [start:stop-hidden]
docker rm -f hidden
docker start public
curl -fsS --retry 5 --retry-all-errors --retry-delay 1 -o /dev/null -w '%{http_code}\n' http://127.0.0.1
# --8<-- [end:stop-hidden]
# --8<-- [start:stop-hidden-check]
[[ $(docker port public) == '80/tcp -> 127.0.0.1:80' ]]
# --8<-- [end:stop-hidden-check]

# --8<-- [start:undo]
docker rm -f web public
docker rmi nginx:1
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ -z $(sudo ss -Hltn 'sport = :8080 or sport = :80') ]]
# --8<-- [end:undo-check]
