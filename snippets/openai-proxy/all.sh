#!/usr/bin/env bash
set -e

# --8<-- [start:folder]
mkdir -p ~/openai-proxy
cd ~/openai-proxy
install -m 600 /dev/null authorization
echo 'proxy_set_header Authorization "Bearer sk-replace-me";' >authorization
ls -l authorization
# --8<-- [end:folder]
# --8<-- [start:folder-check]
[[ $(stat --format '%a %U' ~/openai-proxy/authorization) == '600 reader' ]]
# --8<-- [end:folder-check]

# --8<-- [start:compose.yaml-check]
docker compose --file ~/openai-proxy/compose.yaml config --quiet
# --8<-- [end:compose.yaml-check]

# --8<-- [start:up]
docker compose up --detach
docker compose ps --format 'table {{.Service}}\t{{.Image}}\t{{.Ports}}'
# --8<-- [end:up]
# --8<-- [start:up-check]
[[ $(docker compose port proxy 8080) == 127.0.0.1:4000 ]]
timeout 20 bash -c "until [[ \$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/) == 404 ]]; do sleep 0.1; done"
for _ in {1..100}; do
  [[ $(curl -s -o /dev/null -w '%{http_code}' --data '{"model": "m"}' http://127.0.0.1:4000/v1/) != 200 ]] || break
  sleep 0.1
done
# --8<-- [end:up-check]

# --8<-- [start:ask]
curl --no-buffer http://127.0.0.1:4000/v1/chat/completions \
  --header 'Content-Type: application/json' \
  --data '{"model": "MODEL_NAME", "stream": true, "messages": [{"role": "user", "content": "Hello"}]}'
# --8<-- [end:ask]
# --8<-- [start:ask-check]
# Five pieces with pauses of half a second: each arrives when it was sent.
last=0
pieces=0
while IFS= read -r line; do
  [[ $line == data:* ]] || continue
  now=${EPOCHREALTIME/[.,]/}
  ((last == 0 || now - last > 200000))
  last=$now
  pieces=$((pieces + 1))
done < <(curl -sN http://127.0.0.1:4000/v1/chat/completions --data '{"model": "m"}')
((pieces == 6))
# --8<-- [end:ask-check]

# --8<-- [start:key]
docker compose exec -T proxy env | grep -c sk- || true
docker inspect "$(docker compose ps --quiet proxy)" | grep -c sk- || true
docker compose config | grep -c sk- || true
docker compose logs | grep -c sk- || true
# --8<-- [end:key]
# --8<-- [start:key-check]
if docker inspect "$(docker compose ps --quiet proxy)" | grep sk-replace; then exit 1; fi
if docker image inspect nginx:1 | grep sk-replace; then exit 1; fi
# The brackets keep this line from finding itself.
if tr '\0' ' ' </proc/*/cmdline 2>/dev/null | grep 's[k]-replace'; then exit 1; fi
docker compose exec -T proxy grep sk-replace-me /run/secrets/authorization </dev/null
# --8<-- [end:key-check]

# --8<-- [start:only-here]
address=$(hostname -I | cut -d ' ' -f 1)
curl --max-time 5 "http://$address:4000/v1/models"
# --8<-- [end:only-here]

# --8<-- [start:live]
sed -i 's|http://upstream:8000|https://api.openai.com|' compose.yaml
docker compose up --detach --no-deps --force-recreate proxy
docker compose rm --stop --force upstream
# --8<-- [end:live]

# --8<-- [start:not-found]
sed 's|http://upstream:8000|https://api.openai.com|' compose.yaml >live.yaml
docker compose --file live.yaml run --rm --no-deps -T proxy nginx -t
# --8<-- [end:not-found]
# --8<-- [start:not-found-check]
# With an address for the name, nginx takes the same file, certificates included.
echo 'services: {proxy: {extra_hosts: ["api.openai.com=127.0.0.1"]}}' >hosts.yaml
docker compose --file live.yaml --file hosts.yaml run --rm --no-deps -T proxy nginx -t
rm live.yaml hosts.yaml
# --8<-- [end:not-found-check]

# --8<-- [start:buffered]
sed 's/proxy_buffering off/proxy_buffering on/' compose.yaml >buffered.yaml
docker compose --file buffered.yaml up --detach --force-recreate proxy
# --8<-- [end:buffered]
# --8<-- [start:buffered-check]
timeout 20 bash -c "until [[ \$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/) == 404 ]]; do sleep 0.1; done"
# Nothing for two seconds, then all of it at once.
start=${EPOCHREALTIME/[.,]/}
first=0
while IFS= read -r line; do
  [[ $line == data:* ]] || continue
  now=${EPOCHREALTIME/[.,]/}
  ((first)) || first=$now
done < <(curl -sN http://127.0.0.1:4000/v1/chat/completions --data '{"model": "m"}')
((first - start > 2000000))
((now - first < 400000))
# --8<-- [end:buffered-check]

# --8<-- [start:unbuffered]
docker compose up --detach --force-recreate proxy
rm buffered.yaml
# --8<-- [end:unbuffered]
# --8<-- [start:unbuffered-check]
docker compose exec -T proxy grep -q 'proxy_buffering off' /etc/nginx/conf.d/default.conf
timeout 20 bash -c "until [[ \$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:4000/) == 404 ]]; do sleep 0.1; done"
# --8<-- [end:unbuffered-check]

# --8<-- [start:bad-gateway]
docker compose stop upstream
curl --fail --show-error --data '{"model": "m"}' http://127.0.0.1:4000/v1/chat/completions
# --8<-- [end:bad-gateway]

# --8<-- [start:log]
docker compose logs --no-log-prefix --tail 3 proxy
docker compose start upstream
# --8<-- [end:log]
# --8<-- [start:log-check]
docker compose logs proxy | grep 'upstream.*POST /v1/chat/completions'
# --8<-- [end:log-check]

# --8<-- [start:undo]
docker compose down
cd
rm -r ~/openai-proxy
docker rmi nginx:1 python:3-slim
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) && ! -e ~/openai-proxy ]]
# --8<-- [end:undo-check]
