#!/usr/bin/env bash

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
# --8<-- [end:ready]

# --8<-- [start:pull]
docker pull nginx:1
docker image ls
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -qx nginx:1
# --8<-- [end:pull-check]

# --8<-- [start:run]
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:run]
# --8<-- [start:run-check]
# nginx needs a moment before it answers.
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:run-check]

# --8<-- [start:fetch]
curl -fsS http://127.0.0.1:8080
# --8<-- [end:fetch]
# --8<-- [start:fetch-check]
curl -fsS http://127.0.0.1:8080 | grep -q 'Welcome to nginx'
# Nothing but the loopback address answers.
[[ $(docker port web) == '80/tcp -> 127.0.0.1:8080' ]]
for address in $(hostname -I); do
  if [[ $address == *.* ]] && curl -fsS --max-time 5 "http://$address:8080" 2>/dev/null; then exit 1; fi
done
# --8<-- [end:fetch-check]

# --8<-- [start:ps]
docker ps -a
# --8<-- [end:ps]
# --8<-- [start:ps-check]
docker ps -a --format '{{.Names}} {{.Status}}' | grep -q '^web Up '
# --8<-- [end:ps-check]

# --8<-- [start:logs]
docker logs --tail 1 web
# --8<-- [end:logs]
# --8<-- [start:logs-check]
docker logs web 2>&1 | grep -q '"GET / HTTP/1.1" 200'
# --8<-- [end:logs-check]

# --8<-- [start:exec]
docker exec web ls /usr/share/nginx/html
# --8<-- [end:exec]
# --8<-- [start:exec-check]
docker exec web ls /usr/share/nginx/html | grep -qx index.html
# --8<-- [end:exec-check]

# --8<-- [start:stop]
docker stop web
# --8<-- [end:stop]
# --8<-- [start:stop-check]
# On a busy computer, the list follows a moment later.
timeout 10 bash -c "until docker ps -a --format '{{.Names}} {{.Status}}' | grep '^web Exited'; do sleep 0.1; done"
if curl -fsS --max-time 5 http://127.0.0.1:8080 2>/dev/null; then exit 1; fi
# --8<-- [end:stop-check]

# --8<-- [start:stopped]
docker ps -a
# --8<-- [end:stopped]
# --8<-- [start:stopped-check]
docker ps -a --format '{{.Names}} {{.Status}}' | grep -q '^web Exited'
# --8<-- [end:stopped-check]

# --8<-- [start:start]
docker start web
# --8<-- [end:start]
# --8<-- [start:start-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:start-check]

# --8<-- [start:name-taken]
docker run -d --name web nginx:1
# --8<-- [end:name-taken]

# --8<-- [start:port-taken]
docker run -d --name web2 -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:port-taken]

# --8<-- [start:remove-web2]
docker rm web2
# --8<-- [end:remove-web2]
# --8<-- [start:remove-web2-check]
[[ $(docker ps -a --format '{{.Names}}') == web ]]
# --8<-- [end:remove-web2-check]

# --8<-- [start:image-in-use]
docker rmi nginx:1
# --8<-- [end:image-in-use]

# --8<-- [start:remove]
docker stop web
docker rm web
docker rmi nginx:1
# --8<-- [end:remove]
# --8<-- [start:remove-check]
[[ -z $(docker ps -aq) ]]
[[ -z $(docker image ls -q nginx) ]]
# --8<-- [end:remove-check]
