#!/usr/bin/env bash

# --8<-- [start:password]
mkdir -p ship
#en A password that nobody has to type, in a file that only you can read.
#zh 不用手输的密码，放在只有你能读的文件里。
(umask 077 && openssl rand -base64 18 >ship/password.txt)
docker run --rm -i httpd:2 htpasswd -Bin alice <ship/password.txt >ship/htpasswd
cut -c 1-12 ship/htpasswd
# --8<-- [end:password]
# --8<-- [start:password-check]
[[ $(stat -c %a ship/password.txt) == 600 ]]
# shellcheck disable=SC2016
[[ $(head -c 10 ship/htpasswd) == 'alice:$2y$' ]]
# --8<-- [end:password-check]

# --8<-- [start:registry]
docker run -d --name practice-registry -p 127.0.0.1:5000:5000 \
  -v "$PWD/ship/htpasswd:/auth/htpasswd:ro" \
  -e REGISTRY_AUTH=htpasswd \
  -e REGISTRY_AUTH_HTPASSWD_REALM=Registry \
  -e REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd \
  registry:3
# --8<-- [end:registry]
# --8<-- [start:registry-check]
timeout 10 bash -c "until curl -sS -o /dev/null -w '%{http_code}' http://localhost:5000/v2/ 2>/dev/null | grep -q 401; do sleep 0.1; done"
# --8<-- [end:registry-check]

# --8<-- [start:tag]
docker pull nginx:1
docker tag nginx:1 localhost:5000/demo/web:1.0
docker image ls
# --8<-- [end:tag]
# --8<-- [start:tag-check]
[[ $(docker image inspect --format '{{.Id}}' nginx:1) == $(docker image inspect --format '{{.Id}}' localhost:5000/demo/web:1.0) ]]
# --8<-- [end:tag-check]

# --8<-- [start:brackets]
docker tag nginx:1 '[registry]:5000/demo/web:1.0'
# --8<-- [end:brackets]

# --8<-- [start:no-login]
docker push localhost:5000/demo/web:1.0
# --8<-- [end:no-login]

# --8<-- [start:login]
docker login localhost:5000 --username alice --password-stdin <ship/password.txt
# --8<-- [end:login]
# --8<-- [start:login-check]
grep -q localhost:5000 ~/.docker/config.json
[[ $(stat -c %a ~/.docker/config.json) == 600 ]]
# --8<-- [end:login-check]

# --8<-- [start:wrong-password]
echo 'not the password' | docker login localhost:5000 --username alice --password-stdin
# --8<-- [end:wrong-password]

# --8<-- [start:push]
docker login localhost:5000 --username alice --password-stdin <ship/password.txt
docker push localhost:5000/demo/web:1.0
# --8<-- [end:push]

# --8<-- [start:look]
(umask 077 && printf 'machine localhost login alice password %s\n' "$(cat ship/password.txt)" >ship/netrc)
curl -fsS --netrc-file ship/netrc http://localhost:5000/v2/_catalog
curl -fsS --netrc-file ship/netrc http://localhost:5000/v2/demo/web/tags/list
# --8<-- [end:look]
# --8<-- [start:look-check]
curl -fsS --netrc-file ship/netrc http://localhost:5000/v2/demo/web/tags/list | grep -q '"tags":\["1.0"\]'
# --8<-- [end:look-check]

# --8<-- [start:pull]
docker rmi localhost:5000/demo/web:1.0 nginx:1
docker pull localhost:5000/demo/web:1.0
docker run -d --name web -p 127.0.0.1:8080:80 localhost:5000/demo/web:1.0
# --8<-- [end:pull]
# --8<-- [start:pull-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep -q 'Welcome to nginx'; do sleep 0.1; done"
# An engine that has none of the images pulls it, too: it plays the other computer.
other() { sudo docker --config "$HOME/.docker" --host unix:///run/other.sock "$@"; }
sudo ip link add docker1 type bridge
sudo ip addr add 172.31.250.1/24 dev docker1
sudo systemd-run --quiet --unit other-engine dockerd --host unix:///run/other.sock --data-root /var/lib/other \
  --exec-root /run/other --pidfile /run/other.pid --bridge docker1 --iptables=false --ip6tables=false \
  --containerd-namespace other --containerd-plugins-namespace other-plugins
timeout 30 bash -c 'until sudo docker --host unix:///run/other.sock ps >/dev/null 2>&1; do sleep 0.2; done'
[[ -z $(other image ls -q) ]]
other pull --quiet localhost:5000/demo/web:1.0
[[ $(other image inspect --format '{{.RootFS.Layers}}' localhost:5000/demo/web:1.0) == "$(docker image inspect --format '{{.RootFS.Layers}}' localhost:5000/demo/web:1.0)" ]]
sudo systemctl stop other-engine
sudo ip link delete docker1
sudo rm -rf /var/lib/other
# --8<-- [end:pull-check]

# --8<-- [start:digest]
docker image inspect --format '{{index .RepoDigests 0}}' localhost:5000/demo/web:1.0
# --8<-- [end:digest]
# --8<-- [start:digest-check]
[[ $(docker image inspect --format '{{index .RepoDigests 0}}' localhost:5000/demo/web:1.0) == localhost:5000/demo/web@sha256:* ]]
# --8<-- [end:digest-check]

# --8<-- [start:hello]
docker pull hello-world
docker tag hello-world localhost:5000/demo/hello-world:1
docker push localhost:5000/demo/hello-world:1
docker run -d --name hello -p 127.0.0.1:8081:80 localhost:5000/demo/hello-world:1
docker wait hello
docker ps -a --filter name=hello --format '{{.Names}}: {{.Status}}'
docker logs hello
# --8<-- [end:hello]
# --8<-- [start:hello-check]
[[ $(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' hello) == 'exited 0' ]]
docker logs hello | grep -q 'Hello from Docker!'
if curl -fsS http://127.0.0.1:8081 2>/dev/null; then exit 1; fi
# --8<-- [end:hello-check]

# --8<-- [start:dockerfile]
tee ship/Dockerfile <<'DOCKERFILE'
FROM nginx:1
RUN echo 'version 2' >/usr/share/nginx/html/index.html
DOCKERFILE
echo 'TAG=2.0' >ship/.env
# --8<-- [end:dockerfile]

# --8<-- [start:compose-push]
docker compose --project-directory ship config --images
docker compose --project-directory ship build
docker compose --project-directory ship push
# --8<-- [end:compose-push]
# --8<-- [start:compose-push-check]
curl -fsS --netrc-file ship/netrc http://localhost:5000/v2/demo/web/tags/list | grep -q '"2.0"'
# --8<-- [end:compose-push-check]

# --8<-- [start:compose-pull]
docker rm -f web
docker rmi localhost:5000/demo/web:2.0
docker compose --project-directory ship pull
docker compose --project-directory ship up -d --no-build --wait
curl -fsS --retry 5 --retry-all-errors --retry-delay 1 http://127.0.0.1:8080
# --8<-- [end:compose-pull]
# --8<-- [start:compose-pull-check]
[[ $(curl -fsS http://127.0.0.1:8080) == 'version 2' ]]
[[ $(docker ps --filter publish=8080 --format '{{.Image}}') == localhost:5000/demo/web:2.0 ]]
# --8<-- [end:compose-pull-check]

# --8<-- [start:logout]
docker logout localhost:5000
# --8<-- [end:logout]
# --8<-- [start:logout-check]
if grep -q localhost:5000 ~/.docker/config.json; then exit 1; fi
# --8<-- [end:logout-check]

# --8<-- [start:undo]
docker compose --project-directory ship down
docker rm -f -v practice-registry hello
docker rmi localhost:5000/demo/web:1.0 localhost:5000/demo/web:2.0 localhost:5000/demo/hello-world:1
docker rmi hello-world registry:3 httpd:2
docker builder prune --force
rm -r ship
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker volume ls -q) && ! -e ship ]]
[[ -z $(docker image ls -q) ]]
# --8<-- [end:undo-check]
