#!/usr/bin/env bash
set -e

# --8<-- [start:ports]
sudo ss -ltn
# --8<-- [end:ports]
# --8<-- [start:ports-check]
[[ -z $(sudo ss -ltnH 'sport = :18080') ]]
# --8<-- [end:ports-check]

# --8<-- [start:folder]
sudo mkdir -p /volume1/docker/web/site
sudo chown -R "$USER": /volume1/docker/web
cd /volume1/docker/web
echo '<h1>Hello from the NAS</h1>' >site/index.html
# --8<-- [end:folder]
# --8<-- [start:folder-check]
[[ -f /volume1/docker/web/site/index.html ]]
# --8<-- [end:folder-check]

# --8<-- [start:compose.yaml-check]
docker compose --file /volume1/docker/web/compose.yaml config --quiet
# --8<-- [end:compose.yaml-check]

# --8<-- [start:up]
docker compose up --detach
docker compose ps --format 'table {{.Service}}\t{{.Ports}}'
# --8<-- [end:up]
# --8<-- [start:up-check]
for _ in {1..100}; do
  if curl -fsS http://127.0.0.1:18080/ 2>/dev/null | grep -q 'Hello from the NAS'; then break; fi
  sleep 0.1
done
curl -fsS http://127.0.0.1:18080/ | grep -q 'Hello from the NAS'
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' "$(docker compose ps --quiet web)") == unless-stopped ]]
# --8<-- [end:up-check]

# --8<-- [start:fetch]
curl http://127.0.0.1:18080/
# --8<-- [end:fetch]

# --8<-- [start:from-lan]
address=$(hostname -I | cut -d ' ' -f 1)
curl --max-time 5 "http://$address:18080/"
# --8<-- [end:from-lan]

# --8<-- [start:edit]
echo '<h1>Changed on the NAS</h1>' >site/index.html
curl http://127.0.0.1:18080/
# --8<-- [end:edit]
# --8<-- [start:edit-check]
curl -fsS http://127.0.0.1:18080/ | grep -q 'Changed on the NAS'
if docker compose exec -T web touch /usr/share/nginx/html/new 2>/dev/null; then exit 1; fi
# --8<-- [end:edit-check]

# --8<-- [start:no-redirect]
curl --silent --output /dev/null --write-out '%{http_code}, redirects: %{num_redirects}\n' http://127.0.0.1:18080/
sudo iptables --table nat --list-rules DOCKER | grep 18080
# --8<-- [end:no-redirect]
# --8<-- [start:no-redirect-check]
[[ $(curl -s -o /dev/null -w '%{http_code} %{num_redirects}' http://127.0.0.1:18080/) == '200 0' ]]
sudo iptables --table nat --list-rules DOCKER | grep -q -- '-d 127.0.0.1/32 .*--dport 18080 -j DNAT --to-destination .*:80$'
# --8<-- [end:no-redirect-check]

# --8<-- [start:update]
docker compose pull
docker compose up --detach
# --8<-- [end:update]
# --8<-- [start:update-check]
for _ in {1..100}; do
  if curl -fsS http://127.0.0.1:18080/ 2>/dev/null | grep -q 'Changed on the NAS'; then break; fi
  sleep 0.1
done
curl -fsS http://127.0.0.1:18080/ | grep -q 'Changed on the NAS'
# --8<-- [end:update-check]

# --8<-- [start:taken]
docker run --rm --name panel -p 127.0.0.1:18080:8888 nginx:1
# --8<-- [end:taken]

# --8<-- [start:undo]
docker compose down
cd
sudo rm -r /volume1/docker/web
docker rmi nginx:1
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) && ! -e /volume1/docker/web ]]
# --8<-- [end:undo-check]
