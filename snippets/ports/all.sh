#!/usr/bin/env bash

# --8<-- [start:local]
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:local]
# --8<-- [start:local-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:local-check]

# --8<-- [start:fetch]
curl -sSI http://127.0.0.1:8080 | grep HTTP
# --8<-- [end:fetch]

# --8<-- [start:address]
address=$(ip -4 -o address show scope global | awk '$2 !~ /^(docker|br-)/ { sub("/.*", "", $4); print $4; exit }')
echo "$address"
# --8<-- [end:address]
# --8<-- [start:address-check]
[[ $address =~ ^[0-9.]+$ ]]
# --8<-- [end:address-check]

# --8<-- [start:fetch-outside]
curl -sSI -m 2 "http://$address:8080"
# --8<-- [end:fetch-outside]

# --8<-- [start:open]
docker run -d --name open -p 8081:80 nginx:1
sleep 1
curl -sSI "http://$address:8081" | grep HTTP
# --8<-- [end:open]
# --8<-- [start:open-check]
curl -fsS "http://$address:8081" | grep 'Welcome to nginx'
curl -fsS http://127.0.0.1:8081 | grep 'Welcome to nginx'
# --8<-- [end:open-check]

# --8<-- [start:one-address]
docker run -d --name lan -p "$address:8082:80" nginx:1
# --8<-- [end:one-address]
# --8<-- [start:one-address-check]
timeout 10 bash -c "until curl -fsS http://$address:8082 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
if curl -fsS -m 2 http://127.0.0.1:8082; then exit 1; fi
# --8<-- [end:one-address-check]

# --8<-- [start:ps]
docker ps --format 'table {{.Names}}\t{{.Ports}}'
# --8<-- [end:ps]
# --8<-- [start:ps-check]
[[ $(docker ps --filter publish=8081 --format '{{.Names}}') == open ]]
docker ps --filter publish=8081 --format '{{.Ports}}' | grep '0.0.0.0:8081->80/tcp'
# --8<-- [end:ps-check]

# --8<-- [start:listening]
docker port web
ss -ltn 'sport = :8080 or sport = :8081'
# --8<-- [end:listening]
# --8<-- [start:listening-check]
[[ $(docker port web) == '80/tcp -> 127.0.0.1:8080' ]]
ss -ltnH 'sport = :8081' | grep '0.0.0.0:8081'
ss -ltnH 'sport = :8080' | grep '127.0.0.1:8080'
# --8<-- [end:listening-check]

# --8<-- [start:several]
docker run -d --name two -p 127.0.0.1:8083:80 -p 127.0.0.1:8443:443 nginx:1
docker port two
# --8<-- [end:several]
# --8<-- [start:several-check]
[[ $(docker port two | wc -l) == 2 ]]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8083 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
docker run -d --name range -p 127.0.0.1:8090-8092:90-92 nginx:1
[[ $(docker port range 91) == 127.0.0.1:8091 ]]
docker rm -f range
# --8<-- [end:several-check]

# --8<-- [start:any]
docker run -d --name any -p 127.0.0.1::80 nginx:1
docker port any
# --8<-- [end:any]
# --8<-- [start:any-check]
at=$(docker port any 80)
timeout 10 bash -c "until curl -fsS http://$at 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
[[ $at == 127.0.0.1:* ]]
# --8<-- [end:any-check]

# --8<-- [start:all-exposed]
docker run -d --name all -P nginx:1
docker port all
# --8<-- [end:all-exposed]
# --8<-- [start:all-exposed-check]
at=$(docker port all 80 | sed -n 1p)
timeout 10 bash -c "until curl -fsS http://$address:${at##*:} 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:all-exposed-check]

# --8<-- [start:udp]
docker run -d --name udp -p 127.0.0.1:9999:9999/udp python:3-slim \
  python -uc 'import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("", 9999)); print(s.recv(99))'
sleep 1
echo hello >/dev/udp/127.0.0.1/9999
sleep 1
docker logs udp
# --8<-- [end:udp]
# --8<-- [start:udp-check]
docker logs udp | grep hello
docker inspect --format '{{json .HostConfig.PortBindings}}' udp | grep '"9999/udp"'
# --8<-- [end:udp-check]

# --8<-- [start:laptop]
sudo ip netns add laptop
sudo ip link add laptop type veth peer name eth0 netns laptop
sudo ip address add 198.51.100.1/24 dev laptop
sudo ip link set laptop up
sudo ip -n laptop address add 198.51.100.2/24 dev eth0
sudo ip -n laptop link set eth0 up
sudo ip netns exec laptop curl -sSI -m 2 http://198.51.100.1:8081 | grep HTTP
# --8<-- [end:laptop]
# --8<-- [start:laptop-check]
fetched_by_laptop() { sudo ip netns exec laptop curl -fsS -m 2 -o /dev/null "http://$1"; }
fetched_by_laptop 198.51.100.1:8081
if fetched_by_laptop 198.51.100.1:8080; then exit 1; fi
# A port that is not published is out of reach, even for one who knows the way to the container.
sudo ip -n laptop route add 172.17.0.0/16 via 198.51.100.1
if fetched_by_laptop "$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web)"; then exit 1; fi
# --8<-- [end:laptop-check]

# --8<-- [start:input-rule]
sudo iptables -I INPUT -p tcp --dport 8081 -j DROP
sudo ip netns exec laptop curl -sSI -m 2 http://198.51.100.1:8081 | grep HTTP
# --8<-- [end:input-rule]
# --8<-- [start:input-rule-check]
laptop_gets() { sudo ip netns exec laptop curl -fsS -m 2 -o /dev/null "http://$1"; }
# The same with ufw itself, on one distro: it stops a program of this computer, and not the published port.
if grep -qx ID=debian /etc/os-release; then
  sudo apt-get install -y --no-install-recommends ufw >/dev/null
  python='import http.server as h; h.test(h.SimpleHTTPRequestHandler, port=9000)'
  docker run -d --name program --network host python:3-slim python -c "$python"
  timeout 10 bash -c "until curl -fsS http://127.0.0.1:9000 >/dev/null 2>&1; do sleep 0.1; done"
  laptop_gets 198.51.100.1:9000
  sudo ufw --force enable
  sudo ufw status verbose | grep 'deny (incoming)'
  if laptop_gets 198.51.100.1:9000; then exit 1; fi
  laptop_gets 198.51.100.1:8081
  sudo ufw deny 8081
  laptop_gets 198.51.100.1:8081
  sudo ufw delete deny 8081
  sudo ufw disable
  docker rm -f program
fi
# --8<-- [end:input-rule-check]

# --8<-- [start:published-number]
sudo iptables -I DOCKER-USER -p tcp --dport 8081 -j DROP
sudo ip netns exec laptop curl -sSI -m 2 http://198.51.100.1:8081 | grep HTTP
# --8<-- [end:published-number]
# --8<-- [start:published-number-check]
sudo ip netns exec laptop curl -fsS -m 2 http://198.51.100.1:8081 | grep 'Welcome to nginx'
# --8<-- [end:published-number-check]

# --8<-- [start:docker-user]
sudo iptables -D DOCKER-USER -p tcp --dport 8081 -j DROP
sudo iptables -I DOCKER-USER -p tcp -m conntrack --ctorigdstport 8081 --ctdir ORIGINAL ! -s 192.0.2.10 -j DROP
# --8<-- [end:docker-user]
# --8<-- [start:docker-user-check]
from_laptop() { sudo ip netns exec laptop curl -fsS -m 2 -o /dev/null "$@"; }
if from_laptop http://198.51.100.1:8081; then exit 1; fi
# The address of the rule gets in, and so does this computer.
sudo ip -n laptop address add 192.0.2.10/32 dev eth0
sudo ip route add 192.0.2.10 dev laptop
from_laptop --interface 192.0.2.10 http://198.51.100.1:8081
sudo ip route del 192.0.2.10
curl -fsS "http://$address:8081" | grep 'Welcome to nginx'
# The number of the container works too, for every container that has it.
at=$(docker port all 80 | sed -n 1p)
from_laptop "http://198.51.100.1:${at##*:}"
sudo iptables -I DOCKER-USER -p tcp --dport 80 -j DROP
if from_laptop "http://198.51.100.1:${at##*:}"; then exit 1; fi
sudo iptables -D DOCKER-USER -p tcp --dport 80 -j DROP
# --8<-- [end:docker-user-check]

# --8<-- [start:laptop-again]
sudo ip netns exec laptop curl -sSI -m 2 http://198.51.100.1:8081
# --8<-- [end:laptop-again]

# --8<-- [start:wrong-port]
docker run -d --name wrong -p 127.0.0.1:8084:8080 nginx:1
sleep 1
curl -sSI http://127.0.0.1:8084
# --8<-- [end:wrong-port]

# --8<-- [start:exposed]
docker image inspect --format '{{json .Config.ExposedPorts}}' nginx:1
# --8<-- [end:exposed]
# --8<-- [start:exposed-check]
[[ $(docker image inspect --format '{{json .Config.ExposedPorts}}' nginx:1) == '{"80/tcp":{}}' ]]
# A program that listens on its own loopback address is not reached either.
serve='import http.server as h; h.test(h.SimpleHTTPRequestHandler, port=8000, bind='
docker run -d --name inner -p 127.0.0.1:8085:8000 python:3-slim python -c "$serve'127.0.0.1')"
docker run -d --name outer -p 127.0.0.1:8086:8000 python:3-slim python -c "$serve'0.0.0.0')"
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8086 >/dev/null 2>&1; do sleep 0.1; done"
docker exec inner python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000')"
if curl -fsS -m 2 http://127.0.0.1:8085; then exit 1; fi
docker rm -f inner outer
# --8<-- [end:exposed-check]

# --8<-- [start:not-mine]
docker run --rm -p 203.0.113.7:8080:80 nginx:1
# --8<-- [end:not-mine]

# --8<-- [start:reversed]
docker run --rm -p 80:127.0.0.1:8080 nginx:1
# --8<-- [end:reversed]

# --8<-- [start:rules]
sudo iptables -t nat -S DOCKER | grep -E 'dport 808[01] '
# --8<-- [end:rules]
# --8<-- [start:rules-check]
sudo iptables -t nat -S DOCKER | grep -E 'dport 8081 .*DNAT --to-destination .*:80$'
# --8<-- [end:rules-check]

# --8<-- [start:undo]
sudo iptables -D DOCKER-USER -p tcp -m conntrack --ctorigdstport 8081 --ctdir ORIGINAL ! -s 192.0.2.10 -j DROP
sudo iptables -D INPUT -p tcp --dport 8081 -j DROP
sudo ip netns delete laptop
docker rm -f web open lan two any all udp wrong
docker rmi nginx:1 python:3-slim
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq) ]]
[[ -z $(docker image ls -q) ]]
[[ $(sudo iptables -S DOCKER-USER) == '-N DOCKER-USER' ]]
[[ -z $(sudo ip netns list) ]]
if sudo iptables -S INPUT | grep 8081; then exit 1; fi
if ip link show laptop; then exit 1; fi
# --8<-- [end:undo-check]
