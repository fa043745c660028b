#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker compose version
# --8<-- [end:ready]

# --8<-- [start:old-command]
docker-compose version
# --8<-- [end:old-command]

# --8<-- [start:old-project]
mkdir ~/old
cd ~/old
cat >docker-compose.yml <<'YAML'
version: "3.8"
services:
  web:
    image: nginx:1
    ports:
      - "127.0.0.1:8080:80"
YAML
cat >deploy.sh <<'SHELL'
#!/bin/sh
docker-compose pull
docker-compose up -d
docker exec old_web_1 nginx -t
SHELL
# --8<-- [end:old-project]
# --8<-- [start:old-project-check]
[[ -s docker-compose.yml && -s deploy.sh ]]
# --8<-- [end:old-project-check]

# --8<-- [start:old-container]
docker run -d --name old_web_1 \
  --label com.docker.compose.project=old \
  --label com.docker.compose.service=web \
  --label com.docker.compose.container-number=1 \
  --label com.docker.compose.oneoff=False \
  --label com.docker.compose.config-hash=0 \
  --label com.docker.compose.version=1.29.2 \
  -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:old-container]
# --8<-- [start:old-container-check]
timeout 10 bash -c 'until curl -fsS http://127.0.0.1:8080 >/dev/null; do sleep 0.1; done'
# --8<-- [end:old-container-check]

# --8<-- [start:find]
command -v docker-compose || echo 'no docker-compose here'
docker ps -a --filter label=com.docker.compose.project --format '{{.Names}}, by Compose {{.Label "com.docker.compose.version"}}'
grep -rnE 'docker-compose |^version:|_[0-9]+\b' .
# --8<-- [end:find]
# --8<-- [start:find-check]
[[ $(grep -rnE 'docker-compose |^version:|_[0-9]+\b' . | wc -l) == 4 ]]
# --8<-- [end:find-check]

# --8<-- [start:version-warning]
docker compose config -q
# --8<-- [end:version-warning]
# --8<-- [start:version-warning-check]
[[ $(docker compose config -q 2>&1) == *'is obsolete, it will be ignored'* ]]
# --8<-- [end:version-warning-check]

# --8<-- [start:version]
sed -i '/^version:/d' docker-compose.yml
mv docker-compose.yml compose.yaml
docker compose config -q
# --8<-- [end:version]
# --8<-- [start:version-check]
[[ -z $(docker compose config -q 2>&1) ]]
# --8<-- [end:version-check]

# --8<-- [start:scripts]
sed -i 's/docker-compose /docker compose /g; s/docker exec old_web_1/docker compose exec -T web/g' deploy.sh
cat deploy.sh
# --8<-- [end:scripts]
# --8<-- [start:scripts-check]
[[ $(grep -c 'docker compose ' deploy.sh) == 3 && $(grep -c docker-compose deploy.sh) == 0 ]]
# --8<-- [end:scripts-check]

# --8<-- [start:up]
sh deploy.sh
docker ps --format '{{.Names}}, by Compose {{.Label "com.docker.compose.version"}}'
# --8<-- [end:up]
# --8<-- [start:up-check]
[[ $(docker ps -a --format '{{.Names}}') == old-web-1 ]]
timeout 10 bash -c 'until curl -fsS http://127.0.0.1:8080 >/dev/null; do sleep 0.1; done'
# --8<-- [end:up-check]

# --8<-- [start:old-name]
docker exec old_web_1 nginx -t
# --8<-- [end:old-name]

# --8<-- [start:both-files]
cp compose.yaml docker-compose.yml
docker compose config -q
rm docker-compose.yml
# --8<-- [end:both-files]
# --8<-- [start:both-files-check]
[[ $(docker compose config -q 2>&1) == '' ]]
# --8<-- [end:both-files-check]

# --8<-- [start:bridge]
sudo tee /usr/local/bin/docker-compose <<'SHELL'
#!/bin/sh
exec docker compose "$@"
SHELL
sudo chmod +x /usr/local/bin/docker-compose
docker-compose ps --format 'table {{.Name}}\t{{.Service}}'
# --8<-- [end:bridge]
# --8<-- [start:bridge-check]
[[ $(docker-compose ps --services) == web ]]
# --8<-- [end:bridge-check]

# --8<-- [start:undo]
docker compose down --rmi all
if grep -qs '^exec docker compose' /usr/local/bin/docker-compose; then
  sudo rm /usr/local/bin/docker-compose
fi
cd ~
rm -r ~/old
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) ]]
[[ ! -e ~/old && ! -e /usr/local/bin/docker-compose ]]
# --8<-- [end:undo-check]
