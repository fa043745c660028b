#!/usr/bin/env bash

# --8<-- [start:left]
token=$(curl -fsS 'https://auth.docker.io/token?service=registry.docker.io&scope=repository:ratelimitpreview/test:pull' |
  sed 's/.*"token":"\([^"]*\)".*/\1/')
curl -fsS --head -H "Authorization: Bearer $token" \
  https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest | grep -i ratelimit
# --8<-- [end:left]
# --8<-- [start:left-check]
headers=$(curl -fsS --head -H "Authorization: Bearer $token" https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest)
grep -qiE '^ratelimit-limit: [0-9]+;w=21600' <<<"$headers"
grep -qiE '^ratelimit-remaining: [0-9]+;w=21600' <<<"$headers"
grep -qiE '^docker-ratelimit-source: ' <<<"$headers"
# --8<-- [end:left-check]

# --8<-- [start:counter]
docker run -d --name counter -p 127.0.0.1:5000:5000 registry:3
docker pull --quiet busybox:1
docker tag busybox:1 localhost:5000/app:1
docker push --quiet localhost:5000/app:1
docker rmi busybox:1 localhost:5000/app:1
# --8<-- [end:counter]
# --8<-- [start:counter-check]
curl -fsS http://localhost:5000/v2/app/tags/list | grep -q '"1"'
if docker image inspect localhost:5000/app:1 >/dev/null 2>&1; then exit 1; fi
# --8<-- [end:counter-check]

# --8<-- [start:first]
since=$(date +%s.%N)
docker pull --quiet localhost:5000/app:1
docker logs --since "$since" counter 2>&1 | grep -oE '(HEAD|GET) /v2/app/manifests/[^ ]+'
# --8<-- [end:first]
# --8<-- [start:first-check]
requests() { docker logs --since "$1" counter 2>&1 | grep -oE '(HEAD|GET) /v2/app/manifests/' | sort | uniq -c | xargs; }
[[ $(requests "$since") == '1 GET /v2/app/manifests/ 1 HEAD /v2/app/manifests/' ]]
# --8<-- [end:first-check]

# --8<-- [start:second]
since=$(date +%s.%N)
docker pull --quiet localhost:5000/app:1
docker logs --since "$since" counter 2>&1 | grep -oE '(HEAD|GET) /v2/app/manifests/[^ ]+'
# --8<-- [end:second]
# --8<-- [start:second-check]
requests() { docker logs --since "$1" counter 2>&1 | grep -oE '(HEAD|GET) /v2/app/manifests/' | sort | uniq -c | xargs; }
[[ $(requests "$since") == '1 HEAD /v2/app/manifests/' ]]
# Starting what is here already asks nobody.
since=$(date +%s.%N)
docker run --rm localhost:5000/app:1 true
[[ -z $(requests "$since") ]]
# A build asks for the tag each time, and fetches what it lacks once.
echo 'FROM localhost:5000/app:1' | docker build --quiet --pull - >/dev/null
since=$(date +%s.%N)
echo 'FROM localhost:5000/app:1' | docker build --quiet --pull - >/dev/null
[[ $(requests "$since") == '1 HEAD /v2/app/manifests/' ]]
# --8<-- [end:second-check]

# --8<-- [start:tools]
since=$(date +%s.%N)
docker buildx imagetools inspect localhost:5000/app:1 >/dev/null
docker logs --since "$since" counter 2>&1 | grep -oE '(HEAD|GET) /v2/app/manifests/[^ ]+'
# --8<-- [end:tools]
# --8<-- [start:tools-check]
docker logs --since "$since" counter 2>&1 | grep -q 'GET /v2/app/manifests/'
# --8<-- [end:tools-check]

# --8<-- [start:used-up]
tee limit.conf <<'NGINX'
server {
    listen 80;
    default_type application/json;
    location = /v2/ {
        return 200 '{}';
    }
    location /v2/ {
        add_header ratelimit-limit '100;w=21600' always;
        add_header ratelimit-remaining '0;w=21600' always;
        return 429 '{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"}]}';
    }
}
NGINX
docker run -d --name limit -p 127.0.0.1:5001:80 -v "$PWD/limit.conf:/etc/nginx/conf.d/default.conf:ro" nginx:1
# --8<-- [end:used-up]
# --8<-- [start:used-up-check]
timeout 10 bash -c 'until curl -fsS http://127.0.0.1:5001/v2/ 2>/dev/null; do sleep 0.1; done'
[[ $(curl -sS -o /dev/null -w '%{http_code}' http://127.0.0.1:5001/v2/library/nginx/manifests/1) == 429 ]]
# --8<-- [end:used-up-check]

# --8<-- [start:pull]
docker pull localhost:5001/library/nginx:1
# --8<-- [end:pull]

# --8<-- [start:build]
docker build - <<'DOCKERFILE'
FROM localhost:5001/library/nginx:1
DOCKERFILE
# --8<-- [end:build]

# --8<-- [start:undo]
docker rm -f -v counter limit
docker rmi localhost:5000/app:1 nginx:1 registry:3
docker builder prune --force >/dev/null
rm limit.conf
# --8<-- [end:undo]
# --8<-- [start:undo-check]
docker image prune --force >/dev/null
[[ -z $(docker ps -aq)$(docker image ls -q)$(docker volume ls -q) && ! -e limit.conf ]]
# --8<-- [end:undo-check]
