#!/usr/bin/env bash

# --8<-- [start:list]
docker context ls
docker info --format '{{.OperatingSystem}}, {{.DockerRootDir}}'
# --8<-- [end:list]
# --8<-- [start:list-check]
[[ $(docker context show) == default ]]
[[ $(docker context inspect --format '{{.Endpoints.docker.Host}}') == unix:///var/run/docker.sock ]]
# --8<-- [end:list-check]

# --8<-- [start:create]
docker context create second --description 'the same Engine again' --docker host=unix:///run/docker.sock
docker context create desktop-linux --description 'Docker Desktop' --docker "host=unix://$HOME/.docker/desktop/docker.sock"
docker context ls
# --8<-- [end:create]
# --8<-- [start:create-check]
[[ $(docker context ls --format '{{.Name}}' | sort | tr '\n' ' ') == 'default desktop-linux second ' ]]
# --8<-- [end:create-check]

# --8<-- [start:once]
docker --context second version --format 'Engine {{.Server.Version}}'
docker context show
# --8<-- [end:once]
# --8<-- [start:once-check]
[[ $(docker --context second info --format '{{.ID}}') == "$(docker --context default info --format '{{.ID}}')" ]]
[[ $(docker context show) == default ]]
# --8<-- [end:once-check]

# --8<-- [start:use]
docker context use second
docker context show
docker version --format 'Engine {{.Server.Version}}'
# --8<-- [end:use]
# --8<-- [start:use-check]
[[ $(bash -c 'docker context show') == second ]]
# root has contexts of its own.
[[ $(sudo docker context show) == default ]]
# --8<-- [end:use-check]

# --8<-- [start:terminal]
export DOCKER_CONTEXT=default
docker context show
unset DOCKER_CONTEXT
docker context show
# --8<-- [end:terminal]
# --8<-- [start:terminal-check]
[[ $(DOCKER_CONTEXT=default docker context show) == default ]]
[[ $(docker context show) == second ]]
# What wins is what is asked: each of the four against the next, by whether anyone answers.
nobody=unix:///run/nobody.sock
if DOCKER_CONTEXT=second DOCKER_HOST=$nobody docker version >/dev/null 2>&1; then exit 1; fi
DOCKER_CONTEXT=desktop-linux DOCKER_HOST=unix:///run/docker.sock docker version >/dev/null
DOCKER_CONTEXT=desktop-linux DOCKER_HOST=$nobody docker --context second version >/dev/null
if DOCKER_CONTEXT=desktop-linux docker version >/dev/null 2>&1; then exit 1; fi
docker version >/dev/null
# --8<-- [end:terminal-check]

# --8<-- [start:ssh]
docker context create server --docker host=ssh://reader@server.example.com
docker context inspect --format '{{.Endpoints.docker.Host}}' server
# --8<-- [end:ssh]
# --8<-- [start:ssh-check]
[[ $(docker context inspect --format '{{.Endpoints.docker.Host}}' server) == ssh://reader@server.example.com ]]
# --8<-- [end:ssh-check]

# --8<-- [start:stop-half]
sudo systemctl stop docker
docker version --format 'Engine {{.Server.Version}}'
systemctl is-active docker
# --8<-- [end:stop-half]
# --8<-- [start:stop-half-check]
systemctl is-active --quiet docker
# --8<-- [end:stop-half-check]

# --8<-- [start:stop]
sudo systemctl stop docker docker.socket containerd
# --8<-- [end:stop]
# --8<-- [start:stop-check]
for unit in docker docker.socket containerd; do
  if systemctl is-active --quiet "$unit"; then exit 1; fi
done
if docker version >/dev/null 2>&1; then exit 1; fi
# --8<-- [end:stop-check]

# --8<-- [start:disable]
sudo systemctl disable docker docker.socket containerd
# --8<-- [end:disable]
# --8<-- [start:disable-check]
for unit in docker docker.socket containerd; do
  if systemctl is-enabled --quiet "$unit"; then exit 1; fi
done
# --8<-- [end:disable-check]

# --8<-- [start:no-engine]
docker ps
# --8<-- [end:no-engine]

# --8<-- [start:enable]
sudo systemctl enable --now docker docker.socket containerd
docker version --format 'Engine {{.Server.Version}}'
# --8<-- [end:enable]
# --8<-- [start:enable-check]
for unit in docker docker.socket containerd; do
  systemctl is-active --quiet "$unit"
  systemctl is-enabled --quiet "$unit"
done
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:enable-check]

# --8<-- [start:stop-desktop]
systemctl --user stop docker-desktop
systemctl --user disable docker-desktop
# --8<-- [end:stop-desktop]

# --8<-- [start:desktop-gone]
docker context use desktop-linux
docker ps
# --8<-- [end:desktop-gone]
# --8<-- [start:desktop-gone-check]
[[ $(docker context show) == desktop-linux ]]
# --8<-- [end:desktop-gone-check]

# --8<-- [start:back]
docker context use default
docker version --format 'Engine {{.Server.Version}}'
# --8<-- [end:back]
# --8<-- [start:back-check]
[[ $(docker context show) == default ]]
# --8<-- [end:back-check]

# --8<-- [start:host-wins]
export DOCKER_HOST=unix:///run/nobody.sock
docker context use second
docker ps
# --8<-- [end:host-wins]
# --8<-- [start:host-wins-check]
# Whatever the context is, the variable is asked.
[[ $(docker context inspect --format '{{.Endpoints.docker.Host}}' default) == "$DOCKER_HOST" ]]
# --8<-- [end:host-wins-check]

# --8<-- [start:unset]
unset DOCKER_HOST
docker context show
docker version --format 'Engine {{.Server.Version}}'
# --8<-- [end:unset]
# --8<-- [start:unset-check]
[[ -z ${DOCKER_HOST-} && $(docker context show) == second ]]
# --8<-- [end:unset-check]

# --8<-- [start:not-found]
docker --context desktop-windows ps
# --8<-- [end:not-found]

# --8<-- [start:undo]
docker context use default
docker context rm second server
docker context ls
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ $(docker context ls --format '{{.Name}}' | sort | xargs) == 'default desktop-linux' ]]
docker version >/dev/null
# --8<-- [end:undo-check]

# --8<-- [start:undo-desktop]
docker context rm desktop-linux
# --8<-- [end:undo-desktop]
# --8<-- [start:undo-desktop-check]
[[ $(docker context ls --format '{{.Name}}') == default ]]
# --8<-- [end:undo-desktop-check]
