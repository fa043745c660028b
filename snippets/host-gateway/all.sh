#!/usr/bin/env bash

# --8<-- [start:server]
docker run -d --name server --network host busybox \
  sh -c 'mkdir /www; echo "hello from the host" >/www/index.html; exec httpd -f -p 127.0.0.1:8000 -h /www'
# --8<-- [end:server]
# --8<-- [start:server-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8000 2>/dev/null | grep -q hello; do sleep 0.1; done"
# --8<-- [end:server-check]

# --8<-- [start:look]
curl -fsS http://127.0.0.1:8000
sudo ss -ltn 'sport = :8000'
# --8<-- [end:look]
# --8<-- [start:look-check]
sudo ss -ltnH 'sport = :8000' | grep -q '127\.0\.0\.1:8000'
# --8<-- [end:look-check]

# --8<-- [start:loopback]
docker run --rm busybox wget -q -O - http://127.0.0.1:8000
# --8<-- [end:loopback]

# --8<-- [start:no-name]
docker run --rm busybox wget -q -O - http://host.docker.internal:8000
# --8<-- [end:no-name]

# --8<-- [start:host-network]
docker run --rm --network host busybox wget -q -O - http://127.0.0.1:8000
# --8<-- [end:host-network]
# --8<-- [start:host-network-check]
[[ $(docker run --rm --network host busybox wget -q -O - http://127.0.0.1:8000) == 'hello from the host' ]]
# --8<-- [end:host-network-check]

# --8<-- [start:name]
docker run --rm --add-host host.docker.internal:host-gateway busybox grep internal /etc/hosts
docker network inspect --format '{{range .IPAM.Config}}{{.Gateway}} in {{.Subnet}}{{end}}' bridge
# --8<-- [end:name]
# --8<-- [start:name-check]
gateway=$(docker network inspect --format '{{range .IPAM.Config}}{{.Gateway}}{{end}}' bridge)
[[ $(docker run --rm --add-host host.docker.internal:host-gateway busybox grep internal /etc/hosts) == "$gateway"*host.docker.internal ]]
[[ $(ip -4 -o address show docker0) == *" $gateway/"* ]]
# It is the same address on a network of one's own, and with the other way of writing it.
docker network create shop >/dev/null
[[ $(docker run --rm --network shop --add-host host.docker.internal=host-gateway busybox grep internal /etc/hosts) == "$gateway"*host.docker.internal ]]
docker network rm shop >/dev/null
# --8<-- [end:name-check]

# --8<-- [start:refused]
docker run --rm --add-host host.docker.internal:host-gateway busybox wget -q -O - http://host.docker.internal:8000
# --8<-- [end:refused]

# --8<-- [start:bound]
docker rm -f server
gateway=$(docker network inspect --format '{{range .IPAM.Config}}{{.Gateway}}{{end}}' bridge)
docker run -d --name server --network host busybox \
  sh -c "mkdir /www; echo 'hello from the host' >/www/index.html; exec httpd -f -p $gateway:8000 -h /www"
# --8<-- [end:bound]
# --8<-- [start:bound-check]
timeout 10 bash -c "until curl -fsS http://$gateway:8000 2>/dev/null | grep -q hello; do sleep 0.1; done"
# Neither the loopback address nor that of the computer on the network answers.
for address in 127.0.0.1 $(hostname -I); do
  if [[ $address == *.* && $address != "$gateway" ]] && curl -fsS --max-time 2 "http://$address:8000" 2>/dev/null; then exit 1; fi
done
# On all addresses, each of them answers, and containers are answered too.
docker run -d --name everywhere --network host busybox httpd -f -p 0.0.0.0:8001 -h /etc >/dev/null
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8001/group >/dev/null 2>&1; do sleep 0.1; done"
curl -fsS "http://$(hostname -I | cut -d ' ' -f 1):8001/group" >/dev/null
docker run --rm --add-host host.docker.internal:host-gateway busybox wget -q -O /dev/null http://host.docker.internal:8001/group
docker rm -f everywhere >/dev/null
# --8<-- [end:bound-check]

# --8<-- [start:reach]
docker run --rm --add-host host.docker.internal:host-gateway busybox wget -q -O - http://host.docker.internal:8000
# --8<-- [end:reach]
# --8<-- [start:reach-check]
docker network create shop >/dev/null
[[ $(docker run --rm --network shop --add-host host.docker.internal:host-gateway busybox wget -q -O - http://host.docker.internal:8000) == 'hello from the host' ]]
docker network rm shop >/dev/null
# --8<-- [end:reach-check]

# --8<-- [start:wall]
sudo iptables -I INPUT -i docker0 -p tcp --dport 8000 -j DROP
# --8<-- [end:wall]
# --8<-- [start:wall-check]
sudo iptables -C INPUT -i docker0 -p tcp --dport 8000 -j DROP
# --8<-- [end:wall-check]

# --8<-- [start:timeout]
docker run --rm --add-host host.docker.internal:host-gateway busybox wget -q -O - -T 3 http://host.docker.internal:8000
# --8<-- [end:timeout]

# --8<-- [start:open]
sudo iptables -I INPUT -i docker0 -p tcp --dport 8000 -j ACCEPT
docker run --rm --add-host host.docker.internal:host-gateway busybox wget -q -O - http://host.docker.internal:8000
# --8<-- [end:open]
# --8<-- [start:open-check]
[[ $(docker run --rm --add-host host.docker.internal:host-gateway busybox wget -q -O - http://host.docker.internal:8000) == 'hello from the host' ]]
# The rule is for the default network only.
docker network create shop >/dev/null
sudo iptables -D INPUT -i docker0 -p tcp --dport 8000 -j ACCEPT
[[ $(docker run --rm --network shop --add-host host.docker.internal:host-gateway busybox wget -q -O - -T 3 http://host.docker.internal:8000) == 'hello from the host' ]]
sudo iptables -I INPUT -i docker0 -p tcp --dport 8000 -j ACCEPT
docker network rm shop >/dev/null
# --8<-- [end:open-check]

# --8<-- [start:close]
sudo iptables -D INPUT -i docker0 -p tcp --dport 8000 -j ACCEPT
sudo iptables -D INPUT -i docker0 -p tcp --dport 8000 -j DROP
# --8<-- [end:close]
# --8<-- [start:close-check]
[[ $(sudo iptables -S INPUT) != *8000* ]]
# --8<-- [end:close-check]

# --8<-- [start:undo]
docker rm -f server
docker rmi busybox
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ -z $(sudo ss -ltnH 'sport = :8000') ]]
# --8<-- [end:undo-check]
