#!/usr/bin/env bash

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
docker network ls
# --8<-- [end:ready]
# --8<-- [start:ready-check]
[[ $(docker network ls --format '{{.Name}}' | sort | tr '\n' ' ') == 'bridge host none ' ]]
# --8<-- [end:ready-check]

# --8<-- [start:create]
docker network create shop
docker run -d --name web --network shop nginx:1
# --8<-- [end:create]
# --8<-- [start:create-check]
timeout 10 bash -c "until docker exec web bash -c 'exec 3<>/dev/tcp/127.0.0.1/80' 2>/dev/null; do sleep 0.1; done"
[[ $(docker inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' web) == shop ]]
# --8<-- [end:create-check]

# --8<-- [start:by-name]
docker run --rm --network shop busybox wget -qO- http://web
# --8<-- [end:by-name]
# --8<-- [start:by-name-check]
[[ $(docker run --rm --network shop busybox wget -qO- http://web) == *'Welcome to nginx'* ]]
# Nothing is published, and from another network not even the address answers.
[[ -z $(docker port web) ]]
address=$(docker inspect --format '{{.NetworkSettings.Networks.shop.IPAddress}}' web)
docker run --rm --network shop busybox wget -qO /dev/null "http://$address"
if docker run --rm busybox wget -qO- -T 2 "http://$address" 2>/dev/null; then exit 1; fi
# --8<-- [end:by-name-check]

# --8<-- [start:default-bridge]
docker run -d --name lonely nginx:1
docker run --rm busybox wget -qO- http://lonely
# --8<-- [end:default-bridge]
# --8<-- [start:default-bridge-check]
# The address would do.
address=$(docker inspect --format '{{.NetworkSettings.Networks.bridge.IPAddress}}' lonely)
timeout 10 bash -c "until docker run --rm busybox wget -qO /dev/null http://$address 2>/dev/null; do sleep 0.2; done"
# --8<-- [end:default-bridge-check]

# --8<-- [start:connect]
docker network connect shop lonely
docker run --rm --network shop busybox wget -qO /dev/null http://lonely && echo reached
# --8<-- [end:connect]
# --8<-- [start:connect-check]
[[ $(docker inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}' lonely) == 'bridge shop ' ]]
# --8<-- [end:connect-check]

# --8<-- [start:inspect]
docker network inspect --format '{{range .Containers}}{{.Name}}{{println}}{{end}}' shop
# --8<-- [end:inspect]
# --8<-- [start:inspect-check]
[[ $(docker network inspect --format '{{range .Containers}}{{.Name}} {{end}}' shop | tr ' ' '\n' | sort | tr '\n' ' ') == *'lonely web '* ]]
# --8<-- [end:inspect-check]

# --8<-- [start:disconnect]
docker network disconnect shop lonely
# --8<-- [end:disconnect]
# --8<-- [start:disconnect-check]
if docker run --rm --network shop busybox wget -qO- -T 5 http://lonely 2>/dev/null; then exit 1; fi
[[ $(docker inspect --format '{{.State.Running}}' lonely) == true ]]
# --8<-- [end:disconnect-check]

# --8<-- [start:internal]
docker network create --internal vault
docker run -d --name db --network vault --network-alias database nginx:1
docker network connect vault web
docker exec web getent hosts database
# --8<-- [end:internal]
# --8<-- [start:internal-check]
timeout 10 bash -c "until docker run --rm --network vault busybox wget -qO- http://database 2>/dev/null | grep -q Welcome; do sleep 0.2; done"
docker run --rm --network vault busybox wget -qO /dev/null http://web
# From the other network it has no name.
if docker run --rm --network shop busybox wget -qO- -T 5 http://database 2>/dev/null; then exit 1; fi
# --8<-- [end:internal-check]

# --8<-- [start:no-way-out]
docker run --rm --network vault busybox wget -qO- -T 5 https://registry-1.docker.io/v2/
# --8<-- [end:no-way-out]
# --8<-- [start:no-way-out-check]
docker run --rm busybox nslookup registry-1.docker.io >/dev/null
[[ $(docker run --rm busybox ip route) == *'default via'* ]]
[[ $(docker run --rm --network vault busybox ip route) != *default* ]]
# A published port does not lead in, either.
docker run -d --name inside --network vault -p 127.0.0.1:8080:80 nginx:1 >/dev/null
timeout 10 bash -c "until docker run --rm --network vault busybox wget -qO /dev/null http://inside 2>/dev/null; do sleep 0.2; done"
if curl -fsS --max-time 2 http://127.0.0.1:8080 2>/dev/null; then exit 1; fi
docker rm -f inside >/dev/null
# --8<-- [end:no-way-out-check]

# --8<-- [start:subnets]
docker network inspect --format '{{.Name}} {{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge shop vault
# --8<-- [end:subnets]
# --8<-- [start:subnets-check]
[[ $(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' shop) == 172.* ]]
# --8<-- [end:subnets-check]

# --8<-- [start:routes]
ip route show root 172.16.0.0/12
# --8<-- [end:routes]
# --8<-- [start:routes-check]
# Docker's networks are all there: the default one, shop and vault.
(($(ip route show root 172.16.0.0/12 | grep -cE ' dev (docker0|br-[0-9a-f]{12}) ') == 3))
# --8<-- [end:routes-check]

# --8<-- [start:used-up]
for number in $(seq 1 31); do
  docker network create "try-$number" >/dev/null
done
# --8<-- [end:used-up]
# --8<-- [start:used-up-check]
(($(docker network ls --filter name=try- --quiet | wc -l) >= 20))
# --8<-- [end:used-up-check]

# --8<-- [start:unused]
docker network ls --filter 'name=^try-' --quiet | xargs docker network rm >/dev/null
docker network ls
# --8<-- [end:unused]
# --8<-- [start:unused-check]
[[ $(docker network ls --format '{{.Name}}' | sort | tr '\n' ' ') == 'bridge host none shop vault ' ]]
# --8<-- [end:unused-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-networks ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-networks
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:restart]
sudo dockerd --validate --config-file=/etc/docker/daemon.json &&
  sudo systemctl restart docker
docker network create team
docker network inspect --format '{{.Name}} {{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge shop team
# --8<-- [end:restart]
# --8<-- [start:restart-check]
[[ $(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' team) == 10.200.*/24 ]]
[[ $(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge) == 10.200.*/24 ]]
[[ $(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' shop) == 172.* ]]
# Ranges that the computer has a route to by then are left out.
sudo ip route add 10.200.2.0/24 dev eth0
sudo ip route add 10.200.3.0/24 dev eth0
docker network create beside >/dev/null
[[ $(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' beside) == 10.200.4.0/24 ]]
docker network rm beside >/dev/null
sudo ip route del 10.200.2.0/24 dev eth0
sudo ip route del 10.200.3.0/24 dev eth0
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:overlap]
docker network create --subnet 10.200.0.0/16 mine
# --8<-- [end:overlap]

# --8<-- [start:endpoints]
docker start web
docker network rm shop
# --8<-- [end:endpoints]
# --8<-- [start:endpoints-check]
[[ $(docker inspect --format '{{.State.Running}}' web) == true ]]
# --8<-- [end:endpoints-check]

# --8<-- [start:undo]
docker rm -f web lonely db
docker network rm shop vault team
docker rmi nginx:1 busybox
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ $(docker network ls --format '{{.Name}}' | sort | tr '\n' ' ') == 'bridge host none ' ]]
# --8<-- [end:undo-check]

# --8<-- [start:restore]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-networks ]; then
  #en Docker's own bridge would keep its new address, so first give it the usual one.
  #zh Docker 自己的网桥会一直保留新地址，所以先把它改回通常的地址。
  echo '{ "bip": "172.17.0.1/16" }' | sudo tee /etc/docker/daemon.json
  sudo systemctl restart docker
  sudo mv /etc/docker/daemon.json.before-networks /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
docker network inspect --format '{{.Name}} {{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge
# --8<-- [end:restore]
# --8<-- [start:restore-check]
[[ $(docker network inspect --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' bridge) == 172.17.0.0/16 ]]
[[ $(systemctl is-active docker docker.socket | sort -u) == active ]]
# --8<-- [end:restore-check]
