#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
# --8<-- [end:ready]

# --8<-- [start:build]
docker pull -q debian:13-slim
docker build -q -t say-cmd - <<'DOCKERFILE'
FROM debian:13-slim
CMD ["echo", "hello"]
DOCKERFILE
docker build -q -t say-entrypoint - <<'DOCKERFILE'
FROM debian:13-slim
ENTRYPOINT ["echo", "hello"]
DOCKERFILE
docker build -q -t say-both - <<'DOCKERFILE'
FROM debian:13-slim
ENTRYPOINT ["echo", "hello"]
CMD ["world"]
DOCKERFILE
docker build -q -t say-shell - <<'DOCKERFILE'
FROM debian:13-slim
ENTRYPOINT echo hello
CMD ["world"]
DOCKERFILE
# --8<-- [end:build]
# --8<-- [start:build-check]
for image in say-cmd say-entrypoint say-both say-shell; do docker image inspect "$image" >/dev/null; done
# --8<-- [end:build-check]

# --8<-- [start:plain]
docker run --rm say-cmd
docker run --rm say-entrypoint
docker run --rm say-both
docker run --rm say-shell
# --8<-- [end:plain]
# --8<-- [start:plain-check]
[[ $(docker run --rm say-cmd) == hello ]]
[[ $(docker run --rm say-entrypoint) == hello ]]
[[ $(docker run --rm say-both) == 'hello world' ]]
[[ $(docker run --rm say-shell) == hello ]]
# --8<-- [end:plain-check]

# --8<-- [start:arguments]
docker run --rm say-cmd echo there
docker run --rm say-entrypoint there
docker run --rm say-both there
docker run --rm say-shell there
# --8<-- [end:arguments]
# --8<-- [start:arguments-check]
[[ $(docker run --rm say-cmd echo there) == there ]]
[[ $(docker run --rm say-entrypoint there) == 'hello there' ]]
[[ $(docker run --rm say-both there) == 'hello there' ]]
[[ $(docker run --rm say-shell there) == hello ]]
# The other rows of the page's table.
docker build -q -t row - <<'DOCKERFILE'
FROM debian:13-slim
ENTRYPOINT ["echo", "hello"]
CMD world
DOCKERFILE
[[ $(docker run --rm row) == 'hello /bin/sh -c world' && $(docker run --rm row there) == 'hello there' ]]
docker build -q -t row - <<'DOCKERFILE'
FROM debian:13-slim
CMD ["echo", "hello"]
CMD ["echo", "world"]
DOCKERFILE
[[ $(docker run --rm row) == world ]]
docker rmi row
# --8<-- [end:arguments-check]

# --8<-- [start:no-program]
docker run --rm say-cmd there
# --8<-- [end:no-program]

# --8<-- [start:override]
docker run --rm --entrypoint printf say-both 'only this\n'
docker run --rm --entrypoint pwd say-both
# --8<-- [end:override]
# --8<-- [start:override-check]
# The image's CMD goes too.
[[ $(docker run --rm --entrypoint printf say-both '%s\n' only) == only ]]
[[ -z $(docker run --rm --entrypoint echo say-both) ]]
# --8<-- [end:override-check]

# --8<-- [start:forms]
docker build -q -t form-exec - <<'DOCKERFILE'
FROM debian:13-slim
ENV NAME=reader
CMD ["echo", "hello $NAME"]
DOCKERFILE
docker build -q -t form-shell - <<'DOCKERFILE'
FROM debian:13-slim
ENV NAME=reader
CMD echo "hello $NAME"
DOCKERFILE
docker run --rm form-exec
docker run --rm form-shell
docker image inspect --format '{{json .Config.Cmd}}' form-exec form-shell
# --8<-- [end:forms]
# --8<-- [start:forms-check]
# shellcheck disable=SC2016
[[ $(docker run --rm form-exec) == 'hello $NAME' ]]
[[ $(docker run --rm form-shell) == 'hello reader' ]]
# --8<-- [end:forms-check]

# --8<-- [start:polite]
mkdir ~/stop
cd ~/stop
cat >serve.sh <<'SHELL'
#!/bin/sh
trap 'echo "asked to stop, so I tidy up and leave"; exit 0' TERM
while true; do sleep 0.1; done
SHELL
chmod +x serve.sh
# --8<-- [end:polite]
# --8<-- [start:polite-check]
[[ -x serve.sh ]]
# --8<-- [end:polite-check]

# --8<-- [start:stop-exec]
docker build -q -t stop-exec -f - . <<'DOCKERFILE'
FROM debian:13-slim
COPY serve.sh /
CMD ["/serve.sh"]
DOCKERFILE
docker run -d --name stop-exec stop-exec
docker stop -t 2 stop-exec
docker logs stop-exec
docker inspect --format 'exit status {{.State.ExitCode}}' stop-exec
# --8<-- [end:stop-exec]
# --8<-- [start:stop-exec-check]
[[ $(docker inspect --format '{{.State.ExitCode}}' stop-exec) == 0 ]]
docker logs stop-exec | grep -q 'tidy up'
# --8<-- [end:stop-exec-check]

# --8<-- [start:stop-shell]
docker build -q -t stop-shell -f - . <<'DOCKERFILE'
FROM debian:13-slim
COPY serve.sh /
CMD /serve.sh
DOCKERFILE
docker run -d --name stop-shell stop-shell
docker top stop-shell -o pid,args
docker stop -t 2 stop-shell
docker logs stop-shell
docker inspect --format 'exit status {{.State.ExitCode}}' stop-shell
# --8<-- [end:stop-shell]
# --8<-- [start:stop-shell-check]
[[ $(docker inspect --format '{{.State.ExitCode}}' stop-shell) == 137 ]]
[[ -z $(docker logs stop-shell) ]]
# With exec in front, the shell gives its place to the program.
docker build -q -t stop-shell-exec -f - . <<'DOCKERFILE'
FROM debian:13-slim
COPY serve.sh /
CMD exec /serve.sh
DOCKERFILE
docker run -d --name stop-shell-exec stop-shell-exec
docker stop -t 2 stop-shell-exec
[[ $(docker inspect --format '{{.State.ExitCode}}' stop-shell-exec) == 0 ]]
docker rm stop-shell-exec
docker rmi stop-shell-exec
# --8<-- [end:stop-shell-check]

# --8<-- [start:init]
docker run -d --init --name sleeper debian:13-slim sleep infinity
docker stop -t 2 sleeper
docker inspect --format 'exit status {{.State.ExitCode}}' sleeper
# --8<-- [end:init]
# --8<-- [start:init-check]
[[ $(docker inspect --format '{{.State.ExitCode}}' sleeper) == 143 ]]
docker run -d --name deaf debian:13-slim sleep infinity
docker stop -t 1 deaf
[[ $(docker inspect --format '{{.State.ExitCode}}' deaf) == 137 ]]
docker rm deaf
# --8<-- [end:init-check]

# --8<-- [start:single-quotes]
docker build -q -t quotes - <<'DOCKERFILE'
FROM debian:13-slim
CMD ['echo', 'hello']
DOCKERFILE
docker run --rm quotes
# --8<-- [end:single-quotes]

# --8<-- [start:not-executable]
chmod -x serve.sh
docker build -q -t stop-exec -f - . <<'DOCKERFILE'
FROM debian:13-slim
COPY serve.sh /
CMD ["/serve.sh"]
DOCKERFILE
docker run --rm stop-exec
# --8<-- [end:not-executable]

# --8<-- [start:windows]
sed -i 's/$/\r/' serve.sh
docker build -q -t stop-exec -f - . <<'DOCKERFILE'
FROM debian:13-slim
COPY --chmod=755 serve.sh /
CMD ["/serve.sh"]
DOCKERFILE
docker run --rm stop-exec
# --8<-- [end:windows]

# --8<-- [start:undo]
docker rm stop-exec stop-shell sleeper
docker rmi say-cmd say-entrypoint say-both say-shell form-exec form-shell
docker rmi stop-exec stop-shell quotes debian:13-slim
docker image prune -f
docker builder prune -f | tail -n 1
cd ~
rm -r ~/stop
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) ]]
[[ ! -e ~/stop ]]
# --8<-- [end:undo-check]
