#!/usr/bin/env bash

# --8<-- [start:host]
cat /etc/resolv.conf
# --8<-- [end:host]
# --8<-- [start:host-check]
grep -q '^nameserver ' /etc/resolv.conf
# --8<-- [end:host-check]

# --8<-- [start:default]
docker run --rm busybox cat /etc/resolv.conf
# --8<-- [end:default]
# --8<-- [start:default-check]
grep -q '^nameserver 127' /etc/resolv.conf || [[ $(docker run --rm busybox grep '^nameserver' /etc/resolv.conf) == "$(grep '^nameserver' /etc/resolv.conf)" ]]
# If the host has a resolver at a loopback address only, which a container cannot reach, Docker takes public ones.
restart() {
  sudo systemctl reset-failed docker
  sudo systemctl restart docker
}
sudo cp /etc/resolv.conf resolv.before
echo 'nameserver 127.0.0.1' | sudo tee /etc/resolv.conf >/dev/null
restart
public=$(docker run --rm busybox sed -n 's/^nameserver //p' /etc/resolv.conf)
# If that loopback address is the one of systemd-resolved, Docker takes those that it asks.
echo 'nameserver 127.0.0.53' | sudo tee /etc/resolv.conf >/dev/null
sudo mkdir -p /run/systemd/resolve
echo 'nameserver 192.0.2.1' | sudo tee /run/systemd/resolve/resolv.conf >/dev/null
restart
resolved=$(docker run --rm busybox sed -n 's/^nameserver //p' /etc/resolv.conf)
sudo rm -r /run/systemd/resolve
sudo sh -c 'cat resolv.before >/etc/resolv.conf'
rm -f resolv.before
restart
[[ $public == $'8.8.8.8\n8.8.4.4' ]]
[[ $resolved == 192.0.2.1 ]]
# --8<-- [end:default-check]

# --8<-- [start:own]
docker network create shop
docker run --rm --network shop busybox cat /etc/resolv.conf
# --8<-- [end:own]
# --8<-- [start:own-check]
[[ $(docker run --rm --network shop busybox sed -n 's/^nameserver //p' /etc/resolv.conf) == 127.0.0.11 ]]
docker run -d --name web --network shop busybox sleep 1000 >/dev/null
docker run --rm --network shop busybox nslookup web >/dev/null
docker run --rm --network shop busybox nslookup registry-1.docker.io >/dev/null
docker rm -f web >/dev/null
# It asks from the host, so a resolver at a loopback address of the host will do: here one that is passed on.
real=$(sed -n 's/^nameserver //p' /etc/resolv.conf | head -n 1)
pass_on() {
  sudo iptables -t nat "$1" OUTPUT -d 127.0.0.53 -p udp --dport 53 -j DNAT --to-destination "$real:53"
  sudo iptables -t nat "$1" POSTROUTING -d "$real" -p udp --dport 53 -j MASQUERADE
}
sudo cp /etc/resolv.conf resolv.before
sudo sysctl -qw net.ipv4.conf.all.route_localnet=1
pass_on -A
echo 'nameserver 127.0.0.53' | sudo tee /etc/resolv.conf >/dev/null
found=$(docker run --rm --network shop busybox sh -c 'grep ExtServers /etc/resolv.conf; nslookup registry-1.docker.io' || true)
pass_on -D
sudo sysctl -qw net.ipv4.conf.all.route_localnet=0
sudo sh -c 'cat resolv.before >/etc/resolv.conf'
rm -f resolv.before
[[ $found == *'[host(127.0.0.53)]'*$'Name:\tregistry-1.docker.io'* ]]
# --8<-- [end:own-check]

# --8<-- [start:one]
docker run --rm --dns 192.0.2.53 --dns-search example.com busybox cat /etc/resolv.conf
docker run --rm --dns 192.0.2.53 --network shop busybox cat /etc/resolv.conf
# --8<-- [end:one]
# --8<-- [start:one-check]
[[ $(docker run --rm --dns 192.0.2.53 busybox sed -n 's/^nameserver //p' /etc/resolv.conf) == 192.0.2.53 ]]
[[ $(docker run --rm --dns 192.0.2.53 --network shop busybox cat /etc/resolv.conf) == *'nameserver 127.0.0.11'*'ExtServers: [192.0.2.53]'* ]]
# --8<-- [end:one-check]

# --8<-- [start:fixed]
docker run --rm --add-host db.example.com:192.0.2.10 busybox grep example /etc/hosts
# --8<-- [end:fixed]
# --8<-- [start:fixed-check]
# Nobody answers there, but ping says which address it found.
found=$(docker run --rm --add-host db.example.com:192.0.2.10 busybox ping -c 1 -W 1 db.example.com || true)
[[ $found == 'PING db.example.com (192.0.2.10)'* ]]
# --8<-- [end:fixed-check]

# --8<-- [start:dead]
docker run --rm --dns 192.0.2.53 --dns-option timeout:1 --dns-option attempts:1 busybox nslookup registry-1.docker.io
# --8<-- [end:dead]
# --8<-- [start:dead-check]
docker run --rm busybox nslookup registry-1.docker.io >/dev/null
# --8<-- [end:dead-check]

# --8<-- [start:pull]
docker pull hello-world
# --8<-- [end:pull]
# --8<-- [start:pull-check]
# The same with `dns` in daemon.json: containers cannot resolve, and the daemon can.
docker rmi hello-world >/dev/null
sudo mkdir -p /etc/docker
echo '{ "dns": ["192.0.2.53"], "dns-opts": ["timeout:1", "attempts:1"] }' | sudo tee /etc/docker/daemon.json >/dev/null
sudo systemctl reset-failed docker
sudo systemctl restart docker
if docker run --rm busybox nslookup registry-1.docker.io 2>/dev/null; then exit 1; fi
docker pull hello-world >/dev/null
sudo rm /etc/docker/daemon.json
sudo systemctl reset-failed docker
sudo systemctl restart docker
# --8<-- [end:pull-check]

# --8<-- [start:lookup]
docker pull images.example.net/app
# --8<-- [end:lookup]

# --8<-- [start:undo]
docker network rm shop
docker rmi busybox hello-world
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ ! -e /etc/docker/daemon.json && ! -e resolv.before ]]
docker network ls --format '{{.Name}}' | sort | tr '\n' ' ' | grep -qx 'bridge host none '
# --8<-- [end:undo-check]
