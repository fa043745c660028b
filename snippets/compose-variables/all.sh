#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker compose version
# --8<-- [end:ready]

# --8<-- [start:folder]
mkdir ~/greet
cd ~/greet
# --8<-- [end:folder]

# --8<-- [start:compose.yaml-check]
docker compose config -q
# --8<-- [end:compose.yaml-check]

# --8<-- [start:defaults]
docker compose config
# --8<-- [end:defaults]
# --8<-- [start:defaults-check]
[[ $(docker compose config --images) == localhost:5000/greet-web:latest ]]
[[ $(docker compose config) == *'published: "8080"'* ]]
# --8<-- [end:defaults-check]

# --8<-- [start:env]
cat >.env <<'ENV'
TAG=1.0
PORT=8090
ENV
docker compose config --images
# --8<-- [end:env]
# --8<-- [start:env-check]
[[ $(docker compose config --images) == localhost:5000/greet-web:1.0 ]]
# --8<-- [end:env-check]

# --8<-- [start:precedence]
TAG=2.0 docker compose config --images
echo 'TAG=3.0' >production.env
docker compose --env-file production.env config --images
# --8<-- [end:precedence]
# --8<-- [start:precedence-check]
[[ $(TAG=2.0 docker compose config --images) == *:2.0 ]]
[[ $(docker compose --env-file production.env config --images) == *:3.0 ]]
# The other file replaces .env, and adds nothing to it; the shell wins over both.
[[ $(docker compose --env-file production.env config) == *'published: "8080"'* ]]
[[ $(TAG=2.0 docker compose --env-file production.env config --images) == *:2.0 ]]
# --8<-- [end:precedence-check]

# --8<-- [start:settings]
cat >settings.env <<'ENV'
GREETING=hello
COLOR=red
ENV
docker compose up -d --build
curl -fsS --retry 5 --retry-all-errors http://127.0.0.1:8090
# --8<-- [end:settings]
# --8<-- [start:settings-check]
page=$(curl -fsS http://127.0.0.1:8090)
[[ $page == *GREETING=hello* && $page == *COLOR=blue* && $page != *TAG=* && $page != *PORT=* ]]
# --8<-- [end:settings-check]

# --8<-- [start:required]
cat >required.yaml <<'YAML'
services:
  web:
    image: busybox:1
    environment:
      OWNER: ${OWNER:?set OWNER in .env}
YAML
docker compose -f required.yaml config -q
# --8<-- [end:required]

# --8<-- [start:blank]
cat >blank.yaml <<'YAML'
services:
  web:
    image: busybox:${TAGG}
YAML
docker compose -f blank.yaml config --images
# --8<-- [end:blank]
# --8<-- [start:blank-check]
[[ $(docker compose -f blank.yaml config --images 2>&1) == *'"TAGG\" variable is not set'*'busybox:' ]]
# --8<-- [end:blank-check]

# --8<-- [start:dollar]
cat >dollar.yaml <<'YAML'
services:
  web:
    image: busybox:1
    command: sh -c 'echo "here $HOME, in the container $$HOME"'
YAML
docker compose -f dollar.yaml run --rm web
# --8<-- [end:dollar]
# --8<-- [start:dollar-check]
said=$(docker compose -f dollar.yaml run -T --rm web </dev/null)
[[ $said == *"here $HOME, in the container /root" ]]
# --8<-- [end:dollar-check]

# --8<-- [start:folder-instead]
cat >bind.yaml <<'YAML'
services:
  web:
    image: busybox:1
    command: ls -ld /app.env
    volumes:
      - ./app.env:/app.env:ro
YAML
docker compose -f bind.yaml run --rm web
ls -ld app.env
test -f app.env
# --8<-- [end:folder-instead]
# --8<-- [start:folder-instead-check]
[[ -d app.env ]]
# --8<-- [end:folder-instead-check]

# --8<-- [start:no-folder]
sudo rmdir app.env
cat >bind.yaml <<'YAML'
services:
  web:
    image: busybox:1
    command: ls -ld /app.env
    volumes:
      - type: bind
        source: ./app.env
        target: /app.env
        read_only: true
        bind:
          create_host_path: false
YAML
docker compose -f bind.yaml run --rm web
# --8<-- [end:no-folder]
# --8<-- [start:no-folder-check]
[[ ! -e app.env ]]
# --8<-- [end:no-folder-check]

# --8<-- [start:profiles]
docker compose config --services
docker compose --profile tools config --services
docker compose run --rm fetch
# --8<-- [end:profiles]
# --8<-- [start:profiles-check]
[[ $(docker compose config --services) == web ]]
[[ $(docker compose --profile tools config --services | sort | xargs) == 'fetch web' ]]
[[ $(COMPOSE_PROFILES=tools docker compose config --services | wc -l) == 2 ]]
[[ $(docker compose run -T --rm fetch </dev/null 2>/dev/null) == *GREETING=hello* ]]
# --8<-- [end:profiles-check]

# --8<-- [start:registry]
docker run -d --name practice-registry -p 127.0.0.1:5000:5000 registry:3
# --8<-- [end:registry]
# --8<-- [start:registry-check]
timeout 20 bash -c 'until curl -fsS http://127.0.0.1:5000/v2/; do sleep 0.1; done'
# --8<-- [end:registry-check]

# --8<-- [start:push]
docker compose build -q
docker compose push
curl -fsS http://127.0.0.1:5000/v2/greet-web/tags/list
# --8<-- [end:push]
# --8<-- [start:push-check]
[[ $(curl -fsS http://127.0.0.1:5000/v2/greet-web/tags/list) == *'"1.0"'* ]]
# --8<-- [end:push-check]

# --8<-- [start:push-unknown]
docker compose push greet-web
# --8<-- [end:push-unknown]

# --8<-- [start:pull]
docker compose down --rmi all
docker compose pull
docker compose up -d --no-build
curl -fsS --retry 5 --retry-all-errors http://127.0.0.1:8090
# --8<-- [end:pull]
# --8<-- [start:pull-check]
[[ $(docker image inspect --format '{{len .RepoDigests}}' localhost:5000/greet-web:1.0) == 1 ]]
[[ $(curl -fsS http://127.0.0.1:8090) == *GREETING=hello* ]]
# --8<-- [end:pull-check]

# --8<-- [start:undo]
docker compose down --rmi all --remove-orphans
docker rm -f -v practice-registry
docker rmi registry:3 busybox:1
docker builder prune -f | tail -n 1
cd ~
rm -r ~/greet
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq)$(docker volume ls -q) ]]
[[ ! -e ~/greet ]]
# --8<-- [end:undo-check]
