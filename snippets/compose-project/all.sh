#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker compose version
# --8<-- [end:ready]

# --8<-- [start:compose.yaml-check]
[[ $(docker compose config --services | sort | xargs) == 'back front' ]]
# --8<-- [end:compose.yaml-check]

# --8<-- [start:config]
docker compose config -q
# --8<-- [end:config]

# --8<-- [start:up]
docker compose up -d
# --8<-- [end:up]
# --8<-- [start:up-check]
[[ $(docker compose ps --services --status running | sort | xargs) == 'back front' ]]
[[ $(docker inspect --format '{{.State.Health.Status}}' shop-back-1) == healthy ]]
# --8<-- [end:up-check]

# --8<-- [start:ps]
docker compose ps
# --8<-- [end:ps]
# --8<-- [start:ps-check]
[[ $(docker port shop-front-1) == '80/tcp -> 127.0.0.1:8080' && -z $(docker port shop-back-1) ]]
# --8<-- [end:ps-check]

# --8<-- [start:fetch]
curl -fsS http://127.0.0.1:8080/
curl -fsS http://127.0.0.1:8080/api/
# --8<-- [end:fetch]
# --8<-- [start:fetch-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080/ | grep -qx '<h1>Shop</h1>'; do sleep 0.1; done"
[[ $(curl -fsS http://127.0.0.1:8080/api/) == "answered by $(docker inspect --format '{{slice .Id 0 12}}' shop-back-1)" ]]
# --8<-- [end:fetch-check]

# --8<-- [start:logs]
docker compose logs --tail 2 back
# --8<-- [end:logs]
# --8<-- [start:logs-check]
[[ $(docker compose logs back) == *'GET /api/'* ]]
# --8<-- [end:logs-check]

# --8<-- [start:exec]
docker compose exec front getent hosts back
# --8<-- [end:exec]

# --8<-- [start:change]
echo '<h1>Shop, now open</h1>' >front/index.html
docker compose up -d
curl -fsS http://127.0.0.1:8080/
# --8<-- [end:change]
# --8<-- [start:change-check]
[[ $(curl -fsS http://127.0.0.1:8080/) == '<h1>Shop</h1>' ]]
# --8<-- [end:change-check]

# --8<-- [start:rebuild]
docker compose up -d --build
curl -fsS --retry 5 --retry-all-errors http://127.0.0.1:8080/
# --8<-- [end:rebuild]
# --8<-- [start:rebuild-check]
[[ $(curl -fsS http://127.0.0.1:8080/) == '<h1>Shop, now open</h1>' ]]
# --8<-- [end:rebuild-check]

# --8<-- [start:scale]
docker compose up -d --scale back=3
for _ in {1..30}; do
  curl -fsS http://127.0.0.1:8080/api/
done | sort -u
# --8<-- [end:scale]
# --8<-- [start:scale-check]
[[ $(docker compose ps -q back | wc -l) == 3 ]]
answers() { for _ in {1..30}; do curl -fsS http://127.0.0.1:8080/api/; done | sort -u | wc -l; }
(($(answers) == 3))
# --8<-- [end:scale-check]

# --8<-- [start:scale-front]
docker compose up -d --scale front=2
# --8<-- [end:scale-front]

# --8<-- [start:scale-down]
docker compose up -d
docker compose ps --format 'table {{.Service}}\t{{.Status}}'
# --8<-- [end:scale-down]
# --8<-- [start:scale-down-check]
[[ $(docker compose ps -qa | wc -l) == 2 ]]
# --8<-- [end:scale-down-check]

# --8<-- [start:unhealthy]
cat >unhealthy.yaml <<'YAML'
services:
  back:
    healthcheck:
      test: ["CMD", "false"]
      interval: 1s
      retries: 1
YAML
docker compose -f compose.yaml -f unhealthy.yaml up -d
# --8<-- [end:unhealthy]

# --8<-- [start:healthy]
docker compose up -d
# --8<-- [end:healthy]
# --8<-- [start:healthy-check]
timeout 10 bash -c 'until curl -fsS http://127.0.0.1:8080/api/; do sleep 0.1; done'
# --8<-- [end:healthy-check]

# --8<-- [start:bad-key]
cat >wrong.yaml <<'YAML'
services:
  front:
    image: nginx:1
    port: ["127.0.0.1:8080:80"]
YAML
docker compose -f wrong.yaml config -q
# --8<-- [end:bad-key]

# --8<-- [start:no-file]
cd ..
docker compose ps
# --8<-- [end:no-file]
# --8<-- [start:no-file-check]
[[ $PWD == "$HOME" ]]
# --8<-- [end:no-file-check]

# --8<-- [start:stop]
cd ~/shop
docker compose stop
docker compose ps -a --format 'table {{.Service}}\t{{.Status}}'
docker compose start
# --8<-- [end:stop]
# --8<-- [start:stop-check]
[[ $(docker compose ps --services --status running | sort | xargs) == 'back front' ]]
# --8<-- [end:stop-check]

# --8<-- [start:down]
docker compose down
docker compose ps -a
docker image ls
# --8<-- [end:down]
# --8<-- [start:down-check]
[[ -z $(docker ps -aq) && -z $(docker network ls -q --filter name=shop_default) ]]
docker image inspect shop-front:1 shop-back:1 >/dev/null
# What the danger note says: --rmi all takes an image that was pulled, --rmi local does not.
docker pull -q busybox:1
one='{"services": {"one": {"image": "busybox:1", "command": "true"}}}'
docker compose -p danger -f - up -d <<<"$one"
docker compose -p danger -f - down --rmi local <<<"$one"
docker image inspect busybox:1 >/dev/null
docker compose -p danger -f - down --rmi all <<<"$one"
[[ -z $(docker image ls -q busybox) ]]
# --8<-- [end:down-check]

# --8<-- [start:undo]
docker rmi shop-front:1 shop-back:1
docker image prune -f
docker builder prune -f | tail -n 1
cd ~
rm -r ~/shop
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) ]]
[[ ! -e ~/shop ]]
# --8<-- [end:undo-check]
